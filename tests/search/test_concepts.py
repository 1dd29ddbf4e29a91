"""What people type names concepts: in five languages, inflected, abbreviated, in older words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from events.models import Population, TermKind, Topic, term_key
from kpknow.search import vocabulary
from kpknow.search.analyser import words
from kpknow.search.concepts import ConceptFound, find_concepts
from kpknow.search.russian_names import case_forms
from tests import builders as make

pytestmark = pytest.mark.django_db


def found(text: str) -> list[ConceptFound]:
    return find_concepts(words(text))


def slugs(text: str) -> list[str]:
    return [concept.slug for concept in found(text)]


def test_a_concept_found_says_all_a_results_page_needs() -> None:
    group = Population.objects.get(slug="people-who-inject-drugs")

    assert found("naming IDUs in Kenya") == [
        ConceptFound("people", group.pk, group.slug, 1, 2, "People who inject drugs", is_avoided=True),
        ConceptFound("place", "KE", "ke", 3, 4, "Kenya", is_avoided=False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("people who use drugs", "people-who-use-drugs"),
        ("drug users", "people-who-use-drugs"),
        ("sex worker", "sex-workers"),
        ("MSM", "msm"),
        ("msm", "msm"),
        ("homosexual", "msm"),
        ("a prisoner", "people-in-prisons"),
        ("transsexual", "trans-people"),
        ("AIDS patients", "people-living-with-hiv"),
        ("needle exchange", "needle-and-syringe-programmes"),
        ("OST", "opioid-agonist-maintenance-treatment"),
        ("methadone maintenance treatment", "opioid-agonist-maintenance-treatment"),
        ("pre-exposure prophylaxis", "prep"),
        ("drop in centers", "drop-in-centres"),
        ("Ivory Coast", "ci"),
        ("cote d’ivoire", "ci"),
        ("Swaziland", "sz"),
        ("Burma", "mm"),
        ("usagers de drogues", "people-who-use-drugs"),
        ("usager de drogue", "people-who-use-drugs"),
        ("toxicomanes", "people-who-use-drugs"),
        ("travailleuse du sexe", "sex-workers"),
        ("HSH", "msm"),
        ("réduction des risques", "harm-reduction"),
        ("reduction des risques", "harm-reduction"),
        ("depistage du VIH", "hiv-testing"),
        ("Kirghizie", "kg"),
        ("l’Ukraine", "ua"),
        ("l'autotest", "hiv-testing"),
        ("секс-работников", "sex-workers"),
        ("секс работницами", "sex-workers"),
        ("наркоманы", "people-who-use-drugs"),
        ("людей, живущих с ВИЧ", "people-living-with-hiv"),
        ("заключённых", "people-in-prisons"),
        ("заключенных", "people-in-prisons"),
        ("заместительной терапии", "opioid-agonist-maintenance-treatment"),
        ("снижению вреда", "harm-reduction"),
        ("Киргизии", "kg"),
        ("Кыргызстане", "kg"),
        ("Южной Корее", "kr"),
        ("personas que usan drogas", "people-who-use-drugs"),
        ("drogadictas", "people-who-use-drugs"),
        ("trabajadora sexual", "sex-workers"),
        ("carga viral", "viral-load"),
        ("Costa de Marfil", "ci"),
        ("profissionais do sexo", "sex-workers"),
        ("homossexual", "msm"),
        ("redução de danos", "harm-reduction"),
        ("REDUCAO DE DANOS", "harm-reduction"),
        ("Suazilândia", "sz"),
    ],
)
def test_words_of_five_languages_find_their_concept(text: str, expected: str) -> None:
    assert slugs(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        *("art therapy", "its results", "usa drogas", "join us there", "sw meeting", "st"),
        *("preservation", "conviction", "Latin America", "груз", "малый", "перо", "для того чтобы"),
        *("la réunion de mardi", "el adverbio", "", "   ", "???"),
    ],
)
def test_words_that_only_look_alike_find_nothing(text: str) -> None:
    assert slugs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SW and ART", ["sex-workers", "antiretroviral-therapy"]),
        ("Sw and art", []),
        ("sw", ["sex-workers"]),
        ("СР из Казахстана", ["sex-workers", "kz"]),
        ("Réunion 2019", ["re"]),
        ("I=I aujourd’hui", ["undetectable-untransmittable"]),
        ("US and UK", ["us", "gb"]),
    ],
)
def test_short_letters_count_as_written_or_alone(text: str, expected: list[str]) -> None:
    assert slugs(text) == expected


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("young people who inject drugs", [("young-key-populations", 0, 5)]),
        ("people who inject drugs", [("people-who-inject-drugs", 0, 4)]),
        ("violence against sex workers in Guinea-Bissau", [("violence", 0, 1), ("sex-workers", 2, 4), ("gw", 5, 7)]),
        ("DR Congo, Congo", [("cd", 0, 2), ("cg", 2, 3)]),
    ],
)  # fmt: skip
def test_the_longest_name_is_taken(text: str, spans: list[tuple[str, int, int]]) -> None:
    assert [(one.slug, one.start, one.end) for one in found(text)] == spans


def test_niger_is_not_nigeria_in_any_language() -> None:
    for text in ("Niger", "Níger", "Нигер", "в Нигере"):
        assert slugs(text) == ["ne"], text
    for text in ("Nigeria", "Nigéria", "Нигерия", "в Нигерии"):
        assert slugs(text) == ["ng"], text


def test_only_the_typed_word_is_called_avoided() -> None:
    assert [one.is_avoided for one in found("prostitute")] == [True]
    assert [one.is_avoided for one in found("sex worker")] == [False]


def test_the_label_is_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert [one.label for one in found("prostitutes in Ivory Coast")] == [
            "Travailleuses et travailleurs du sexe",
            "Côte d’Ivoire",
        ]


def test_every_shipped_word_finds_its_own_concept() -> None:
    """Alone, as it is written; a word that means two things in two languages leads to one of them."""
    meant: dict[str, set[str]] = {}
    for row in vocabulary.read_rows():
        meant.setdefault(term_key(row.term), set()).add(row.concept.slug)
    terms = {term_key(row.term): row.term for row in vocabulary.read_rows()}
    known = vocabulary.kept.now()
    found = {key: {one.slug for one in find_concepts(words(term), known)} for key, term in terms.items()}

    assert {key: wanted for key, wanted in meant.items() if not wanted & found[key]} == {}
    assert {terms[key]: wanted for key, wanted in meant.items() if len(wanted) > 1} == SHARED


SHARED: dict[str, set[str]] = {}
"""Words that mean different things in different languages, on purpose."""


def test_a_merged_topics_words_lead_to_what_it_became() -> None:
    kept, merged = make.make_topic("Parades"), make.make_topic("Marches of pride")
    merged.terms.create(term="Processions", source="Ours")
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)

    assert slugs("marches of pride") == slugs("processions") == ["parades"]


def test_a_new_word_is_known_at_once() -> None:
    assert slugs("paraders") == []

    term = make.make_topic("Parades").terms.create(term="Paraders", kind=TermKind.AVOID, source="Ours")
    assert slugs("paraders") == ["parades"]
    term.delete()
    assert slugs("paraders") == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_asked_but_the_version_until_a_concept_changes() -> None:
    topic = Topic.objects.create(name="Parades", slug="parades")
    assert slugs("parades") == ["parades"]

    make.make_source()
    with CaptureQueriesContext(connection) as again:
        slugs("parades"), slugs("parades")
    versions = [query for query in again if "contentversion" in query["sql"]]
    other = [query["sql"] for query in again if "contentversion" not in query["sql"] and "PRAGMA" not in query["sql"]]
    assert len(versions) <= 2
    assert [sql for sql in other if "content_touch" not in sql] == []
    assert len(other) <= 1

    topic.name = "Processions"
    topic.save()
    assert slugs("parades") == []
    assert slugs("processions") == ["parades"]


@pytest.mark.parametrize(
    ("name", "forms"),
    [("кения", ["кении", "кению", "кенией"]), ("кыргызстан", ["кыргызстана", "кыргызстане"]), ("мали", ["мали"])],
)
def test_names_of_countries_are_declined(name: str, forms: list[str]) -> None:
    assert set(forms) <= set(case_forms(name))
    assert "мал" not in case_forms("мали")


class AnyText(HypothesisTestCase):
    @given(st.text(st.characters()) | st.text("СРswTGéё'’-= \x00ﷺ", max_size=60))
    def test_no_text_breaks_it(self, text: str) -> None:
        typed = words(text)
        spans = [(one.start, one.end) for one in find_concepts(typed)]

        assert all(0 <= start < end <= len(typed) for start, end in spans)
        assert [end for _start, end in spans[:-1]] <= [start for start, _end in spans[1:]]
