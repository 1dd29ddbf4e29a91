"""How strong a finding is: from how far apart its voices come, never how many they are."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from stories.models import Evidence, Finding, Highlight, Side
from stories.reading.strength import Breadth, Strength
from stories.reading.theme_page import give_strength, page_findings
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def strength_of(finding: Finding) -> Strength:
    shown = [one for one in page_findings(finding.theme, ANYONE) if one.finding.pk == finding.pk]
    give_strength(shown, ANYONE)
    return shown[0].strength if shown else Strength()


def counts(breadth: Breadth) -> tuple[int, int, int, int]:
    return (len(breadth.organisations), len(breadth.events), len(breadth.countries), len(breadth.populations))


def against(finding: Finding, *voices: Highlight) -> None:
    for voice in voices:
        Evidence.objects.create(finding=finding, highlight=voice, side=Side.CHALLENGES)


def voice_from(code: str = "KE", people: tuple[str, ...] = ("msm",)) -> Highlight:
    """A voice of an organisation of its own, at an event of its own."""
    told = make.make_story(
        codes=(code,), people=people, organisations=(make.make_organisation(),), event=make.make_event(code=code)
    )
    return make.make_highlight(make.first_block(told))


def test_many_voices_of_one_group_at_one_event_count_once() -> None:
    event, group = make.make_event(code="KE"), make.make_organisation()
    told = make.make_story(body="One. Two. Three.", event=event, organisations=(group,), people=("msm",))
    block = make.first_block(told)
    finding = make.make_finding(None, *(make.make_highlight(block, words=words) for words in ("One", "Two", "Three")))

    strength = strength_of(finding)

    assert counts(strength.supports) == (1, 1, 1, 1)
    assert strength.supports.words == "1 organisation, 1 event, 1 country, 1 population"
    assert strength.suggested_state == "thin"


def test_a_site_visit_counts_as_its_event_and_a_speaker_brings_their_organisation() -> None:
    institute = make.make_event(code="KG")
    visit = make.make_event(code="KZ", parent=institute)
    visit.populations.set([make.population("msm"), make.population("sex-workers")])
    member = make.make_consent(make.make_contributor(organisation=make.make_organisation()))
    finding = make.make_finding(
        None,
        make.make_highlight(make.make_session(institute), consent=member),
        make.make_highlight(make.make_session(visit)),
    )

    assert counts(strength_of(finding).supports) == (1, 1, 2, 2)


def test_a_figure_counts_with_all_its_survey_covers_and_an_answer_only_with_what_is_certain() -> None:
    events = [make.make_event(code="KH"), make.make_event(code="ZA")]
    survey = make.make_survey()
    survey.events.set(events)
    survey.populations.set([make.population("msm")])
    answered = make.make_finding(None, make.make_highlight(make.make_question(survey)))
    figured = make.make_finding()
    figured.questions.add(make.make_question(survey))
    for weak in (make.make_question(survey, base=4), make.make_question(survey, base=None, base_not_stated=True)):
        make.make_finding(None).questions.add(weak)

    assert counts(strength_of(answered).supports) == (0, 0, 0, 1)
    assert counts(strength_of(figured).supports) == (0, 2, 2, 1)
    assert {
        strength_of(one).supports.is_there for one in Finding.objects.exclude(pk__in=[answered.pk, figured.pk])
    } == {False}


def test_nothing_hidden_is_counted_and_a_withdrawal_lowers_it_at_once() -> None:
    consent = make.make_consent(make.make_contributor(organisation=make.make_organisation()))
    shielded = make.make_organisation(status="draft")
    hidden_event = make.make_event(code="UG", status="draft")
    shown = make.make_story(organisations=(shielded,), event=hidden_event, codes=())
    finding = make.make_finding(
        None,
        make.make_highlight(make.first_block(shown)),
        make.make_highlight(make.make_session(make.make_event(code="TZ")), consent=consent),
        make.make_highlight(make.make_session(make.make_event(code="UG")), display="staff"),
    )
    assert counts(strength_of(finding).supports) == (1, 1, 1, 0)

    withdraw_consent(consent, by=ANYONE)

    assert counts(strength_of(finding).supports) == (0, 0, 0, 0)
    assert strength_of(finding).supports.is_there


@pytest.mark.parametrize(
    ("supports", "challenges", "state"),
    [
        ([], [], "thin"),
        ([("KE", ("msm",))], [], "thin"),
        ([("KE", ("msm",)), ("KE", ("msm",))], [], "thin"),
        ([("KE", ("msm",)), ("UG", ("msm",))], [], "supported"),
        ([("KE", ("msm",)), ("KE", ("sex-workers",))], [], "supported"),
        ([("KE", ("msm",)), ("UG", ("msm",))], [("KE", ())], "contested"),
        ([("KE", ("msm",)), ("UG", ("msm",)), ("TZ", ())], [("KE", ())], "supported"),
        ([("KE", ())] * 5, [("KE", ()), ("KE", ())], "contested"),
    ],
)
def test_the_suggested_state_follows_the_written_rule(supports: Any, challenges: Any, state: str) -> None:
    finding = make.make_finding(None, *(voice_from(code, people) for code, people in supports))
    against(finding, *(voice_from(code, people) for code, people in challenges))

    assert strength_of(finding).suggested_state == state


@pytest.mark.parametrize("rows", [1, 3])
def test_the_strength_of_all_findings_takes_one_query(rows: int, django_assert_num_queries: Any) -> None:
    theme = make.make_theme()
    for _ in range(rows):
        survey = make.make_survey()
        survey.events.add(make.make_event())
        finding = make.make_finding(
            theme, *(voice_from() for _row in range(rows)), make.make_highlight(make.make_session())
        )
        finding.questions.add(make.make_question(survey))
    findings = page_findings(theme, ANYONE)

    with django_assert_num_queries(1):
        give_strength(findings, ANYONE)

    assert {counts(one.strength.supports)[:2] for one in findings} == {(rows, rows + 2)}


def test_readers_see_from_where_a_finding_was_heard_and_how_that_is_judged(client: Client) -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme, voice_from("KE"), voice_from("UG"), state="supported")
    against(finding, voice_from("TZ"))

    page = client.get(theme.get_absolute_url()).content.decode()
    method = client.get("/about/method/").content.decode()

    assert "Heard from: 2 organisations, 2 events, 2 countries, 1 population." in page
    assert "Against it: 1 organisation, 1 event, 1 country, 1 population." in page
    assert 'href="/about/method/#strength"' in page
    assert 'id="strength"' in method
    assert method.index("half as many") < method.index("two populations") < method.index("Everything else")
