import pytest

from events.models import Population, PopulationTerm, TermKind
from kpknow.curation.checking import advice_for
from tests import builders as make

pytestmark = pytest.mark.django_db


def said(record: object) -> list[tuple[str, str, str]]:
    return [(one.text.field, one.words, one.preferred) for one in advice_for(record)]  # type: ignore[arg-type]


def test_older_words_come_with_ours_and_a_source() -> None:
    story = make.make_story("A talk", standfirst="Help for prostitutes in town.")

    (advice,) = advice_for(story)

    assert (advice.text.field, advice.words, advice.preferred) == ("standfirst", "prostitutes", "Sex workers")
    assert advice.source == "UNAIDS, Terminology guidelines, 2015"


def test_quotations_and_turns_are_left_alone() -> None:
    story = make.make_story(
        "A talk",
        speakers={"Zeb": make.make_consent(make.make_contributor("Zeb"))},
        standfirst="They shouted “prostitutes” at us.",
        body="[Zeb] We are prostitutes, we say.\n\nThe «prostitutes» they mean.",
    )

    assert said(story) == []


def test_it_reads_the_language_of_the_record() -> None:
    population = Population.objects.get(slug="sex-workers")
    PopulationTerm.objects.create(
        population=population, language="fr", term="fille de trottoir", kind=TermKind.AVOID, source="x"
    )
    story = make.make_story("Un récit", language="fr", standfirst="Une fille de trottoir attend.")

    assert [one[:2] for one in said(story)] == [("standfirst", "fille de trottoir")]
    assert "travailleu" in said(story)[0][2].lower()


def test_clean_words_bring_no_advice() -> None:
    assert said(make.make_story("A talk", standfirst="Sex workers met.")) == []
