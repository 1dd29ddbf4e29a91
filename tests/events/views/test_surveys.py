import re
from typing import Any

import pytest
from django.test import Client

from tests import builders as make
from tests.events.full import full_survey
from tests.events.views.pages import page, section, told, words

pytestmark = pytest.mark.django_db

LIST_QUERIES = 2
"""The count, the page with programmes."""
SURVEY_QUERIES = 7
"""The survey with its programme; its questions, their options; its people; events. From stories: the first voices of
every question, and their themes."""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_survey_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make.make_survey(programme=make.make_programme())

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/surveys/")

    assert response.context["listing"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_survey_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    survey = full_survey(rows)

    with django_assert_num_queries(SURVEY_QUERIES):
        response = client.get(survey.get_absolute_url())

    assert sum(len(questions) for _stage, questions in response.context["groups"]) == 2 * rows


def test_a_survey_says_first_who_was_asked_and_how_many_answered() -> None:
    survey = make.make_survey(invited_words="All who came", instrument="Ten questions", opened=make.a_date("2017-05"))

    html = page(survey)

    assert words(re.findall(r'<dl class="facts">.*?</dl>', html, re.DOTALL)[0]) == (
        "answered 32 could be reached 102 response rate (n = 102) 31%"
    )
    assert words(section(html, "h-how")) == (
        "Who was asked, and how Who was asked All who came Who answered 32 of 102 answered How Ten questions "
        "When May 2017 Answering was voluntary, confidential How far these answers go: the limits"
    )
    assert 'href="#limits"' in section(html, "h-how")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"invited": 102, "answered": 32}, "32 of 102 answered"),
        ({"invited": None, "answered": 32}, "32 answered, of how many is not recorded"),
        ({"invited": 102, "answered": None}, "number of answers not recorded"),
        ({"invited": 102, "answered": 0}, "0 of 102 answered"),
    ],
)
def test_what_is_not_known_of_the_answers_is_said(numbers: dict[str, int | None], said: str) -> None:
    survey = make.make_survey(**numbers)

    for html in (page(survey), page("/surveys/")):
        assert said in words(html)
        assert "None" not in words(html)


def test_questions_stand_under_the_stages_of_learning_in_their_cycle() -> None:
    survey = make.make_survey()
    for stage in ("apply", "", "create", "retain", "acquire"):
        make.make_question(survey, stage=stage, wording=f"On {stage or 'all'}")

    html = page(survey)

    headings = re.findall(r'<h2 id="g\d">(.*?)</h2>', html)
    assert headings == ["Who answered, and in general", "Create", "Acquire", "Retain", "Apply"]
    assert re.findall(r'<div class="find" id="(q\d)">', html) == ["q2", "q3", "q5", "q4", "q1"]


def test_every_share_stands_with_its_base() -> None:
    question = make.make_question(shares={"Reflected": 55}, base=None, base_not_stated=True, base_words="32 took part")

    table = re.search(r'<table class="bars">.*?</table>', page(question.survey), re.DOTALL)

    assert table
    assert "ase not stated in the source; 32 took part." in table[0]
    assert "<td>55%</td>" in table[0]


def test_an_illegible_figure_is_said_and_draws_no_bar() -> None:
    question = make.make_question(shares={"Reflected": 55})
    question.options.create(order=2, label="Joined networks", note="not legible")

    rows = re.findall(r"<tr.*?</tr>", page(question.survey), re.DOTALL)

    assert ["<svg" in row for row in rows] == [False, True, False]
    assert "not legible" in rows[-1]


def test_a_group_under_five_is_not_broken_out() -> None:
    question = make.make_question(shares={"Hidden answer": 50}, base=4, wording="Who were they?")

    html = page(question.survey)

    assert "Who were they?" in html
    assert "Hidden answer" not in html


def test_an_open_question_shows_one_voice_and_leads_to_all() -> None:
    question = make.make_question(kind="open", wording="What stayed?", note="Not all is legible.")
    for order, text in enumerate(("Pride first", "Care second", "Money third")):
        make.make_highlight(question, text=text, order=order)

    html = page(question.survey)

    assert "Pride first" in html
    assert "Care second" not in html
    assert "Not all is legible." in html
    assert f'<a href="{question.survey.get_absolute_url()}1/">All 3 voices' in html
    assert "Money third" in page(f"{question.survey.get_absolute_url()}1/")


def test_a_machine_is_told_of_a_dataset() -> None:
    survey = make.make_survey("What lasted", summary="Asked later.")

    dataset, way = told(page(survey))

    assert (dataset["@type"], dataset["name"], dataset["description"]) == ("Dataset", "What lasted", "Asked later.")
    assert [step["name"] for step in way["itemListElement"]] == ["Home", "Surveys", "What lasted"]


def test_an_open_question_says_when_nothing_of_its_answers_is_told_yet(client: Client) -> None:
    survey = make.make_survey()
    question = make.make_counted(survey, kind="open", base=40)

    before = client.get(survey.get_absolute_url()).content.decode()
    make.make_highlight(question)
    after = client.get(survey.get_absolute_url()).content.decode()

    assert "none is told here yet. N = 40." in before or "none is told here yet. n = 40." in before
    assert ("none is told" in after, "told in ours" in after) == (False, True)


def test_a_question_that_is_cited_keeps_its_own_mark(client: Client) -> None:
    survey = make.make_survey("What stays?")

    page = client.get(survey.get_absolute_url()).content.decode()

    assert "<i><bdi>What stays?</bdi></i>" in page
