from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from events.actions.tallying import recount
from events.models import Breakdown, Question, Survey, Tally
from events.reading.breakdowns import breakdown_of, offered
from events.reading.figures import Figures, figure_of
from tests import builders as make

pytestmark = pytest.mark.django_db
RECOUNT_QUERIES = 16
"""The survey (held), its questions and their options; answers; who was asked; tallies out and in; bases; counts;
whether anything is reported; people; the survey kept; and four to hold the whole and its parts together."""


def figures(question: Question) -> Figures:
    recount(question.survey)
    return figure_of(Question.objects.for_bars().get(pk=question.pk))


def told(found: Figures) -> list[tuple[str, int | None, int | None]]:
    return [(row.label, row.count, row.share) for row in found.rows]


def cut(question: Question, breakdown: Breakdown = Breakdown.COUNTRY) -> dict[str, Any]:
    recount(question.survey)
    found = breakdown_of(Question.objects.for_bars().get(pk=question.pk), breakdown, AnonymousUser())
    return {group.label: [row.count for row in group.rows] for group in found.groups}


def test_one_answer_each_gives_shares_of_those_who_answered() -> None:
    question = make.make_counted(None, "Yes", "No", "Never said")
    make.make_answers(question, "Yes", 5)
    make.make_answers(question, "No", 3)
    other = make.make_counted(question.survey, "A", kind="multiple")
    make.make_answers(other, ["A"], 2)

    found = figures(question)

    assert told(found) == [("Yes", 5, 63), ("No", 3, 38), ("Never said", 0, 0)]
    assert (found.base, found.base_text, found.unanswered) == (8, "n = 8", 2)
    assert Survey.objects.get().answered == 10


def test_several_answers_are_shares_of_people_and_may_make_more_than_all() -> None:
    question = make.make_counted(None, "Training", "Money", kind="multiple")
    make.make_answers(question, ["Training", "Money"], 6)
    make.make_answers(question, ["Money"], 2)
    make.make_answers(question, [], 2)

    assert told(figures(question)) == [("Training", 6, 60), ("Money", 8, 80)]


def test_a_number_is_told_by_its_middle_and_by_ranges_of_five_people() -> None:
    question = make.make_counted(kind="number")
    for number in range(20, 40):
        make.make_answers(question, number)

    found = figures(question)

    assert found.numbers
    assert (found.numbers.median, found.numbers.lower_quartile, found.numbers.upper_quartile) == (29.5, 24.75, 34.25)
    assert (found.numbers.lowest, found.numbers.highest) == (None, None)
    assert told(found) == [("20–25", 6, 30), ("26–31", 6, 30), ("32–39", 8, 40)]


def test_words_of_ones_own_are_counted_and_not_shown() -> None:
    question = make.make_counted(kind="open")
    make.make_answers(question, "Call me on 0700", 6)

    found = figures(question)

    assert (list(found.rows), found.base) == ([], 6)
    assert list(question.answers.texts_of(question).values_list("text", flat=True)) == ["Call me on 0700"] * 6


def test_fewer_than_five_answers_show_nothing_but_that() -> None:
    question = make.make_counted(None, "Yes", "No")
    make.make_answers(question, "Yes", 4, country=make.country("KE"))

    found = figures(question)

    assert (list(found.rows), found.base_text) == ([], "fewer than 5 people answered: not shown")
    assert list(Tally.objects.values_list("breakdown", "count")) == [("", 4)]


def test_groups_are_told_apart_and_few_people_are_not() -> None:
    question = make.make_counted(None, "Yes", "No")
    for code, yes, no in (("KE", 20, 10), ("UG", 8, 9), ("SN", 3, 0), ("BW", 2, 5)):
        make.make_answers(question, "Yes", yes, country=make.country(code))
        make.make_answers(question, "No", no, country=make.country(code))

    assert cut(question) == {"Kenya": [20, 10], "Uganda": [8, 9]}
    assert offered(question) == [Breakdown.COUNTRY]


def test_people_of_no_recorded_group_stand_last_among_their_like() -> None:
    question = make.make_counted(None, "Yes", "No")
    make.make_answers(question, "Yes", 9, organisation_kind="network")
    make.make_answers(question, "No", 8)

    assert cut(question, Breakdown.ORGANISATION_KIND) == {"Network or coalition": [9, 0], "Not recorded": [0, 8]}


def test_an_event_that_may_not_be_shown_has_no_name() -> None:
    question = make.make_counted(None, "Yes", "No")
    make.make_answers(question, "Yes", 9, event=make.make_event("Open"))
    make.make_answers(question, "Yes", 8, event=make.make_event("Closed", status="draft"))

    assert cut(question, Breakdown.EVENT) == {"Open": [9, 0], "Not named here": [8, 0]}


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"wording": " asked  THE same "}, ""),
        ({"wording": "Asked anew"}, "The question was worded differently in the waves “2016” and “2018”."),
        (
            {"options": {"Yes": "", "No": "", "Perhaps": ""}},
            "Other answers were offered in the wave “2018” than in “2016”.",
        ),
    ],
)
def test_waves_are_compared_only_where_they_were_asked_the_same(other: dict[str, Any], refusal: str) -> None:
    question = make.make_counted(None, "Yes", "No")
    same = {"wording": "Asked the same", "options": {"Yes": "", "No": ""}, "code": "Q1", "question": question}
    make.make_answer_file(question.survey, wave="2016").codebook.create(**same)
    make.make_answer_file(question.survey, wave="2018").codebook.create(**same | other)

    assert breakdown_of(question, Breakdown.WAVE, AnonymousUser()).refusal == refusal


@pytest.mark.parametrize("rows", [1, 3])
def test_counting_takes_the_same_queries_for_any_number_of_questions(rows: int, django_assert_num_queries: Any) -> None:
    survey = make.make_survey()
    for _ in range(rows):
        make.make_answers(make.make_counted(survey, "Yes", "No"), "Yes", 6, country=make.country("KE"))

    with django_assert_num_queries(RECOUNT_QUERIES):
        recount(survey)


def test_reported_figures_are_left_as_they_are() -> None:
    reported = make.make_question(shares={"Reflected": 55}, base=None, base_not_stated=True)
    counted = make.make_counted(reported.survey, "Yes")
    make.make_answers(counted, "Yes", 7)
    Survey.objects.update(answered=32)

    recount(reported.survey)

    assert list(reported.options.values_list("share", "count")) == [(55, None)]
    assert Survey.objects.get().answered == 32


def test_a_group_of_which_every_answer_is_hidden_has_no_table() -> None:
    question = make.make_counted(None, "Yes", "No")
    for code, yes, no in (("KE", 3, 4), ("UG", 4, 3), ("SN", 20, 30)):
        make.make_answers(question, "Yes", yes, country=make.country(code))
        make.make_answers(question, "No", no, country=make.country(code))
    recount(question.survey)

    found = breakdown_of(Question.objects.for_bars().get(), Breakdown.COUNTRY, AnonymousUser())

    assert [(group.label, group.base, group.has_figures) for group in found.groups] == [
        ("Senegal", 50, True),
        ("Kenya", 7, False),
        ("Uganda", 7, False),
    ]
