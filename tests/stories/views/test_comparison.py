"""A theme across events, years and people: nothing is ranked, unknown years stand last, small cells are not shown."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from stories.models import Theme
from tests import builders as make

pytestmark = pytest.mark.django_db

QUERIES = 11
"""The theme; its findings, evidence, what is coded to it; stories, events and surveys (7); the people of each; their
names (11)."""


def compared(client: Client, theme: Theme) -> Any:
    return client.get(f"{theme.get_absolute_url()}compare/").context


def make_spread(rows: int = 1) -> Theme:
    theme = make.make_theme()
    for number in range(rows):
        event = make.make_event(f"Event {number}", starts=f"201{number}")
        event.populations.set([make.population("msm")])
        story = make.make_story(event=event, people=("sex-workers",))
        question = make.make_question(make.make_survey())
        voices = [
            make.make_highlight(one, theme) for one in (make.make_session(event), make.first_block(story), question)
        ]
        make.make_finding(theme, *voices)
    return theme


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_with_one_row_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = make_spread(rows)

    with django_assert_num_queries(QUERIES):
        response = client.get(f"{theme.get_absolute_url()}compare/")

    assert len(response.context["places"]) == 2 * rows


def test_rows_stand_in_time_and_unknown_years_last(client: Client) -> None:
    theme = make.make_theme()
    for title, starts, voices in (("Late", "2019", 3), ("Unknown", None, 9), ("Early", "2012", 1)):
        session = make.make_session(make.make_event(title, starts=starts))
        for _ in range(voices):
            make.make_highlight(session, theme)

    context = compared(client, theme)

    assert [(row.label, row.voices) for row in context["places"]] == [("Early", 1), ("Late", 3), ("Unknown", 9)]
    assert [(row.label, row.voices, len(row.events)) for row in context["comparison"].years] == [
        ("2012", 1, 1),
        ("2019", 3, 1),
        ("Year not recorded", 9, 1),
    ]


def test_a_visit_and_a_story_count_for_their_event_and_answers_for_their_survey(client: Client) -> None:
    theme, event = make.make_theme(), make.make_event("The institute", starts="2016")
    visit = make.make_event(parent=event, kind="site_visit", starts="2016")
    survey = make.make_survey("Follow-up")
    for source in (
        make.make_session(event),
        make.make_session(visit),
        make.first_block(make.make_story(event=visit, dated="2020")),
        make.make_question(survey),
        make.first_block(make.make_story(dated="2020")),
    ):
        make.make_highlight(source, theme)

    context = compared(client, theme)

    assert [(row.label, row.voices) for row in context["places"]] == [
        ("The institute", 3),
        ("Stories not tied to an event", 1),
        ("Survey: Follow-up", 1),
    ]
    assert [(row.label, row.voices) for row in context["comparison"].years] == [
        ("2016", 3),
        ("2020", 1),
        ("Year not recorded", 1),
    ]


def test_findings_are_named_by_the_numbers_of_the_theme(client: Client) -> None:
    theme = make.make_theme()
    one, both = (make.make_highlight(make.make_session(make.make_event(title)), theme) for title in ("One", "Two"))
    make.make_finding(theme, one, both)
    make.make_finding(theme, both)

    assert [(row.label, row.numbers) for row in compared(client, theme)["places"]] == [("One", "1"), ("Two", "1, 2")]


def test_a_cell_of_fewer_than_five_voices_is_not_shown(client: Client) -> None:
    theme = make.make_theme()
    for slug, voices in (("msm", 5), ("sex-workers", 4)):
        event = make.make_event(starts="2016")
        event.populations.set([make.population(slug)])
        for _ in range(voices):
            make.make_highlight(make.make_session(event), theme)

    people = compared(client, theme)["comparison"].people

    assert {row.population.slug: list(row.cells) for row in people} == {"msm": [5], "sex-workers": ["fewer than 5"]}


def test_every_number_is_the_length_of_the_list_it_leads_to(client: Client) -> None:
    theme = make_spread(3)
    context = compared(client, theme)

    for row in (*context["places"], *context["comparison"].years):
        listed = client.get(f"{theme.get_absolute_url()}voices/{row.kind}/{row.value}/").context["listing"]
        assert (listed.count, len(listed.page)) == (row.voices, row.voices)


@pytest.mark.parametrize("end", ["event/nowhere", "year/1812", "people/msm", "year/not-recorded"])
def test_what_is_not_counted_has_no_list(client: Client, end: str) -> None:
    theme = make.make_theme()
    make.make_highlight(make.make_session(make.make_event(starts="2016")), theme)

    assert client.get(f"{theme.get_absolute_url()}voices/{end}/").status_code == 404


def test_a_withdrawn_voice_leaves_the_comparison_at_the_next_request(client: Client) -> None:
    theme, consent = make.make_theme(), make.make_consent()
    make.make_highlight(make.make_session(make.make_event("Gone", starts="2012")), theme, consent=consent)
    make.make_highlight(make.make_session(make.make_event("Kept", starts="2016")), theme)

    before = [row.label for row in compared(client, theme)["places"]]
    withdraw_consent(consent, by=AnonymousUser())
    after = compared(client, theme)

    assert before == ["Gone", "Kept"]
    assert [row.label for row in after["places"]] == ["Kept"]
    assert [row.label for row in after["comparison"].years] == ["2016"]
