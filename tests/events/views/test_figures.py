import csv
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.tallying import recount
from events.models import Question
from kpknow.content.actions.publishing import withdraw
from tests import builders as make
from tests.events.views.pages import page, words

pytestmark = pytest.mark.django_db

FIGURES_QUERIES = 7
"""The survey; the question and its options; what it can be told apart by; totals; cells; names of groups."""


def counted(**fields: Any) -> Question:
    question = make.make_counted(None, "Yes", "No", **fields)
    for code, yes, no in (("KE", 20, 10), ("UG", 8, 9), ("SN", 3, 0), ("BW", 2, 5)):
        make.make_answers(question, "Yes", yes, country=make.country(code))
        make.make_answers(question, "No", no, country=make.country(code))
    recount(question.survey)
    return question


def address(question: Question, ending: str = "/") -> str:
    return f"{question.survey.get_absolute_url()}{question.order}/figures{ending}"


def rows_in(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_a_breakdown_shows_groups_with_their_bases_and_never_the_few(django_assert_num_queries: Any) -> None:
    question = counted()

    with django_assert_num_queries(FIGURES_QUERIES):
        html = page(f"{address(question)}?by=country")

    tables = [words(table) for table in re.findall(r'<table class="bars.*?</table>', html, re.DOTALL)]
    assert tables == [
        "What changed? n = 57. Answer Share Yes 58% 33 No 42% 24",
        "Kenya n = 30 Answer Share Yes 67% 20 No 33% 10",
        "Uganda n = 17 Answer Share Yes 47% 8 No 53% 9",
    ]
    assert "Senegal" not in html
    assert "Botswana" not in html


@pytest.mark.parametrize("asked", ["", "wave", "event", "%00", "country&by=x", "😀", "a" * 10_000])
def test_what_is_not_offered_is_not_told_apart(asked: str) -> None:
    html = page(f"{address(counted())}?by={asked}")

    assert html.count("<table") == 1


def test_a_scale_parts_in_the_middle() -> None:
    question = make.make_counted(None, kind="agree")
    for order, (label, lean, count) in enumerate(
        (("Disagree", "against", 5), ("Neither", "neither", 6), ("Agree", "for", 9))
    ):
        question.options.create(order=order, label=label, lean=lean, count=0)
        make.make_answers(question, label, count)
    recount(question.survey)

    html = page(address(question))

    bars = re.findall(r'<rect x="([\d.]+)" width="([\d.]+)"', html)
    assert bars == [("37.5", "12.5"), ("42.5", "15"), ("50", "22.5")]
    assert "Disagrees: 25%. Neither: 30%. Agrees: 45%." in words(html)


def test_reported_figures_have_a_page_and_nothing_to_be_told_apart_by() -> None:
    question = make.make_question(shares={"Reflected": 55}, base=None, base_not_stated=True, base_words="32 took part")

    html = page(address(question))

    assert "Base not stated in the source; 32 took part." in html
    assert "?by=" not in html


def test_the_files_say_the_same_as_the_page() -> None:
    question = counted(figure_number="Figure 3")
    client = Client()

    whole = rows_in(client.get(address(question, ".csv")))
    cut = rows_in(client.get(f"{address(question, '.csv')}?by=country"))
    drawn = client.get(address(question, ".svg")).content.decode()
    picture = client.get(f"{address(question, '.png')}?by=country")

    assert [(row["answer"], row["count"], row["share_percent"], row["base"]) for row in whole] == [
        ("Yes", "33", "58", "57"),
        ("No", "24", "42", "57"),
    ]
    assert [(row["group"], row["count"]) for row in cut[2:]] == [
        *[("Kenya", "20"), ("Kenya", "10")],
        *[("Uganda", "8"), ("Uganda", "9")],
    ]
    for said in ("What changed?", "58%", "n = 57", "Figure 3", f"http://testserver{address(question)}"):
        assert said in drawn
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Content-Disposition"] == f'attachment; filename="{question.survey.slug}-1.png"'


def test_all_figures_of_a_survey_are_one_table() -> None:
    question = counted()
    make.make_question(question.survey, shares={"Reflected": 55})

    rows = rows_in(Client().get(f"{question.survey.get_absolute_url()}figures.csv"))

    assert [(row["answer"], row["share_percent"]) for row in rows] == [("Yes", "58"), ("No", "42"), ("Reflected", "55")]


@pytest.mark.parametrize("ending", ["/", ".csv", ".svg", ".png"])
def test_figures_of_a_survey_that_is_not_shown_are_not_there(ending: str) -> None:
    question = counted()
    draft = make.make_question(make.make_survey(status="draft"))
    withdraw(question.survey, by=AnonymousUser(), reason="Asked to.")

    statuses = [Client().get(address(one, ending)).status_code for one in (question, draft)]

    assert statuses == [410, 404]


def test_words_of_people_are_in_no_file() -> None:
    question = make.make_counted(kind="open", wording="What stayed?")
    make.make_answers(question, "My secret words", 7)
    recount(question.survey)

    rows = rows_in(Client().get(address(question, ".csv")))

    assert [(row["answer"], row["base"]) for row in rows] == [("", "7")]
    assert "secret" not in page(address(question)) + page(question.survey)
    assert Client().get(address(question, ".png")).status_code == 404
