"""The learning board of an event: what counts for which stage, and what is said where nothing does."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Event, LearningStage, SessionFormat
from kpknow.content.actions.publishing import withdraw
from kpknow.pages.learning_board import MOST_BARS, SESSIONS, STORIES, Board
from stories.models import StoryKind
from tests import builders as make

pytestmark = pytest.mark.django_db

QUERIES = 8
"""The event; its parts, sessions, stories, syntheses and resources (6); questions and their answers (8)."""


def board_of(client: Client, event: Event) -> Board:
    board: Board = client.get(f"{event.get_absolute_url()}learning/").context["board"]
    return board


def titles(board: Board) -> dict[str, list[str]]:
    return {one.stage.value: [record.title for record in one.records] for one in board.stages}


def make_full(rows: int) -> Event:
    event = make.make_event(afterwards="A drop-in opened.\nA law changed.")
    for number in range(rows):
        for kind in ("case", "plenary", "small_groups"):
            make.make_session(event, title=f"{kind} {number}", format=kind)
        make.make_event(f"visit {number}", kind="site_visit", parent=event)
        for kind in ("case_story", "story_of_change", "podcast"):
            make.make_story(f"{kind} {number}", kind=kind, event=event)
        make.make_synthesis(f"synthesis {number}", event=event)
        make.make_resource(f"resource {number}").events.add(event)
        survey = make.make_survey()
        survey.events.add(event)
        make.make_question(survey, stage="retain")
    return event


def test_every_format_and_kind_has_a_stage() -> None:
    assert set(SESSIONS) == set(SessionFormat)
    assert set(STORIES) == set(StoryKind)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    event = make_full(rows)

    with django_assert_num_queries(QUERIES):
        response = client.get(f"{event.get_absolute_url()}learning/")

    assert [len(one.records) for one in response.context["board"].stages] == [
        2 * rows, 2 * rows, 2 * rows, 2 * rows, 0, rows
    ]  # fmt: skip


def test_each_record_stands_at_its_stage(client: Client) -> None:
    board = board_of(client, make_full(1))

    assert titles(board) == {
        "create": ["case 0", "case_story 0"],
        "acquire": ["plenary 0", "visit 0"],
        "interpret": ["small_groups 0", "synthesis 0"],
        "transfer": ["podcast 0", "resource 0"],
        "retain": [],
        "apply": ["story_of_change 0"],
    }
    assert board.stages[-1].outcomes == ["A drop-in opened.", "A law changed."]
    assert [one.questions for one in board.stages] == [0, 0, 0, 0, 1, 0]


def test_a_stage_of_which_nothing_is_recorded_says_so_and_no_zero(client: Client) -> None:
    page = client.get(f"{make.make_event().get_absolute_url()}learning/").content.decode()

    assert page.count("<td>nothing recorded</td>") == page.count("Nothing recorded.") == len(LearningStage)
    assert "0 record" not in page


def test_what_has_no_format_or_stage_is_counted_apart(client: Client) -> None:
    event, survey = make.make_event(), make.make_survey()
    make.make_session(event, title="Unknown")
    survey.events.add(event)
    make.make_question(survey)

    board = board_of(client, event)

    assert (board.without_format, board.without_stage) == (1, 1)
    assert titles(board) == {stage.value: [] for stage in LearningStage}


def test_figures_stand_with_their_base_and_say_when_other_events_were_asked_too(client: Client) -> None:
    event, survey = make.make_event(), make.make_survey("Follow-up")
    survey.events.add(event, make.make_event())
    make.make_question(survey, stage="apply", shares={"Yes": 88})
    make.make_question(survey, stage="apply", shares={"Few": 25}, base=4)

    page = client.get(f"{event.get_absolute_url()}learning/").content.decode()

    assert "<td>88%</td>" in page
    assert "n = 32." in page
    assert "25%" not in page
    assert "not of this event alone: Follow-up." in page


def test_questions_there_is_no_room_for_lead_to_their_survey(client: Client) -> None:
    event, survey = make.make_event(), make.make_survey()
    survey.events.add(event)
    for number in range(MOST_BARS // 10 + 1):
        shares = {f"Answer {n}": 10 for n in range(10)}
        make.make_question(survey, stage="apply", shares=shares, wording=f"Question {number}?")

    last = board_of(client, event).stages[-1]

    assert (len(last.tables), [one.wording for one in last.named]) == (MOST_BARS // 10, ["Question 4?"])


def test_what_is_taken_back_leaves_the_board_at_the_next_request(client: Client) -> None:
    event, consent = make.make_event(), make.make_consent()
    session = make.make_session(event, title="Zebra talk", format="plenary")
    make.make_session_contribution(session, consent)
    story = make.make_story("Zebra story", event=event)
    address = f"{event.get_absolute_url()}learning/"

    before = client.get(address).content.decode()
    withdraw_consent(consent, by=AnonymousUser())
    withdraw(story, by=AnonymousUser(), reason="Asked to.")
    after = client.get(address).content.decode()

    assert ("Zebra talk" in before, "Zebra story" in before) == (True, True)
    assert "Zebra" not in after


def test_the_board_goes_with_its_event_and_a_visit_leads_to_it(client: Client) -> None:
    event = make.make_event()
    visit = make.make_event(parent=event, kind="site_visit", slug="a-visit")

    led = client.get("/events/a-visit/learning/")
    linked = f"{event.get_absolute_url()}learning/" in client.get(event.get_absolute_url()).content.decode()
    withdraw(event, by=AnonymousUser(), reason="Asked to.")

    assert (led.status_code, led["Location"]) == (302, f"{event.get_absolute_url()}learning/")
    assert linked
    assert client.get(f"{event.get_absolute_url()}learning/").status_code == 410
    assert client.get(f"/events/{visit.slug}/learning/").status_code == 410
    assert client.get(f"{make.make_event(status='draft').get_absolute_url()}learning/").status_code == 404
