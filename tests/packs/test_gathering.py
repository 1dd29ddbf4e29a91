"""What a pack says of each kind of subject, in a number of queries that does not grow."""

from typing import Any

import pytest
from django.test import Client

from events.actions.tallying import recount
from kpknow.packs.models import Pack
from stories.models import Story
from tests import builders as make
from tests.packs.copies import ask, document, made, name_of, slides

pytestmark = pytest.mark.django_db
THEME_QUERIES, EVENT_QUERIES, SYNTHESIS_QUERIES, SURVEY_QUERIES, STORIES_QUERIES = 9, 7, 4, 6, 3
"""Of the page with the choices."""


def fill_theme(rows: int) -> None:
    theme = make.make_theme(slug="lasting")
    for _row in range(rows):
        question = make.make_question()
        finding = make.make_finding(theme, make.make_highlight(question, theme), make.make_highlight(None, theme))
        finding.questions.add(question)
        theme.recommendations.create(order=finding.order, text="Plan.").findings.set([finding])
        theme.figures.create(order=finding.order, option=question.options.get(), label="changed")


def fill_event(rows: int) -> None:
    event = make.make_event("The institute", slug="institute")
    for row in range(rows):
        visit = make.make_event(f"Visit {row}", parent=event)
        for happening in (event, visit):
            make.make_highlight(make.make_session(happening))
        event.figures.create(label="days", value=3)


def fill_synthesis(rows: int) -> None:
    event = make.make_event("The institute")
    make.make_synthesis("Ours", slug="ours", event=event, entries=tuple(f"Entry {row}" for row in range(rows)))


def fill_survey(rows: int) -> None:
    survey = make.make_survey(slug="asked")
    for _row in range(rows):
        survey.events.add(make.make_event())
        make.make_highlight(make.make_question(survey))
        counted = make.make_counted(survey, "Yes", "No")
        make.make_answers(counted, "Yes", 7)
    recount(survey)


def fill_stories(rows: int) -> None:
    for _row in range(rows):
        make.make_highlight(make.first_block(make.make_story()))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("of", "fill", "queries"),
    [
        ("theme:lasting", fill_theme, THEME_QUERIES),
        ("event:institute", fill_event, EVENT_QUERIES),
        ("synthesis:ours", fill_synthesis, SYNTHESIS_QUERIES),
        ("survey:asked", fill_survey, SURVEY_QUERIES),
        ("stories", fill_stories, STORIES_QUERIES),
    ],
)
def test_the_page_asks_the_same_at_one_and_at_three(
    of: str, fill: Any, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    fill(rows)
    ask("stories")  # each worker's own bitmaps

    with django_assert_num_queries(queries):
        assert ask(of).status_code == 200


def test_an_event_tells_its_sessions_then_its_visits() -> None:
    event = make.make_event("The institute", slug="institute", tagline="Three days.", afterwards="They wrote.\n")
    session = make.make_session(event, title="The first talk", key_points="One\nTwo")
    make.make_highlight(session, text="We said so.", voice="small groups")
    make.make_session(make.make_event("A visit", parent=event, summary="They cooked."), title="At the table")

    told = document(made("event:institute", "docx"))

    order = ["Three days.", "1. The first talk", "Two", "We said so.", "2. A visit", "They cooked.", "At the table"]
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)
    assert "They wrote." in told


def test_a_synthesis_keeps_the_numbers_of_its_authors() -> None:
    synthesis = make.make_synthesis("Ours", slug="ours", entries=("Pride", "Money"), authors="A small group")
    synthesis.sections.get().entries.filter(number=2).update(number=7, is_gap=True)

    told = document(made("synthesis:ours", "docx"))

    assert "1. Pride" in told
    assert "7. Money" in told
    assert "Themes · Gap" in told
    assert "Made by: A small group" in told


def test_stories_follow_the_filters_of_their_list() -> None:
    make.make_story("In Kenya", codes=("KE",))
    make.make_story("In Uganda", codes=("UG",))

    told = document(made("stories", "docx", place="ke"))

    assert "In Kenya" in told
    assert "In Uganda" not in told
    assert "Kenya" in told.split("\n")[0]


def test_filters_in_another_order_are_the_same_pack() -> None:
    make.make_story(codes=("KE",), people=("msm",))

    first = name_of(Client().get("/packs/new/?of=stories&place=ke&people=msm&file=ris"))
    second = name_of(Client().get("/packs/new/?of=stories&people=msm&place=ke&page=3&utm=x&file=ris"))

    assert first == second
    assert Pack.objects.get().query == "people=msm&place=ke"


def test_a_copy_of_stories_leads_back_to_its_choice() -> None:
    make.make_story(codes=("KE",))
    name = name_of(ask("stories", "ris", place="ke"))
    make.make_story("Another", codes=("KE",))

    page = Client().get(f"/packs/{name}/").content.decode()

    assert "1 finding or part changed since." in page
    assert "/packs/new/?of=stories&amp;place=ke" in page


def test_a_list_of_which_nothing_may_leave_says_so() -> None:
    make.make_story(consent=make.make_consent(for_exports=False))

    response = ask("stories")

    assert response.status_code == 200
    assert "Nothing to take home" in response.content.decode()
    assert ask("stories", "pptx").status_code == 404
    assert Story.objects.exists()


@pytest.mark.parametrize(
    "query", ["place=\x00", "place=" + "x" * 700, "place=zz", "sort=\x00", "&".join(["place=ke"] * 99)]
)
def test_a_wrong_filter_never_breaks(query: str) -> None:
    make.make_story(codes=("KE",))

    assert Client().get(f"/packs/new/?of=stories&{query}").status_code in (200, 400, 404)


def test_packs_of_a_choice_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpknow.packs.actions.MOST_CHOSEN", 2)
    make.make_story(codes=("KE",), people=("msm",))
    fill_synthesis(2)
    whole = name_of(ask("synthesis:ours", "ris"))
    asked = ({}, {"place": "ke"}, {"people": "msm"}, {"place": "ke", "people": "msm"})

    names = [name_of(ask("stories", "ris", **filters)) for filters in asked]

    assert set(Pack.objects.values_list("name", flat=True)) == {whole, *names[-2:]}


def test_entries_that_are_titles_alone_share_slides() -> None:
    make.make_synthesis("Ours", slug="ours", entries=tuple(f"Entry {number}" for number in range(9)))

    shown = slides(made("synthesis:ours", "pptx"))

    assert ["Entry 0" in slide and "Entry 6" in slide for slide in shown].count(True) == 1
    assert ["Entry 8" in slide for slide in shown].count(True) == 1
