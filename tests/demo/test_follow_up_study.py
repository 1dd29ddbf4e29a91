"""Every figure of the follow-up study that can still be read: the page, the file and the chart show the same number,
with the same base. That packs show it too is asked in ``tests/packs/test_published_figures.py``.
"""

import csv
import io
import re
from collections.abc import Mapping

import pytest
from django.test import Client

from events.exports.figures import chart_of
from events.models import Question, Survey
from events.reading.figures import Figures, figures_of
from kpknow.exports.charts.chart import Chart
from tests.demo.published import LOST, PUBLISHED
from tests.events.views.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(demo: None) -> Survey:
    return Survey.objects.get(slug="kp-connect-follow-up")


@pytest.fixture
def figures(survey: Survey) -> Mapping[int, Figures]:
    return figures_of(survey.questions.for_bars())  # type: ignore[attr-defined]  # a queryset of ours


def asked(figures: Mapping[int, Figures], start: str) -> Figures:
    (found,) = [one for one in figures.values() if one.question.wording.startswith(start)]
    return found


def test_every_published_figure_is_the_same_on_the_page_in_the_file_and_on_the_chart(
    survey: Survey, figures: Mapping[int, Figures]
) -> None:
    html = Client().get(survey.get_absolute_url()).content.decode()
    response = Client().get(f"{survey.get_absolute_url()}figures.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    for number, section, start, label, figure, base in PUBLISHED:
        found = asked(figures, start)
        (row,) = [one for one in found.rows if one.label == label]
        assert (row.words, found.base_text) == (figure, base)
        assert found.question.figure_number == number
        assert section in found.question.source_page
        assert on_page(html, found.question, label) == (
            figure,
            f"{base[:1].upper()}{base[1:]}." if base[0] == "b" else f"{base}.",
        )
        (line,) = [one for one in rows if one["question"] == found.question.wording and one["answer"] == label]
        assert in_file(line) == (figure, base, number)
        assert on_chart(chart_of(found, "", ""), label) == figure


def test_no_other_figure_is_published(figures: Mapping[int, Figures]) -> None:
    shown = {(one.question.figure_number, row.label) for one in figures.values() for row in one.rows if row.words}
    silent = {(one.question.figure_number, row.label) for one in figures.values() for row in one.rows if not row.words}

    assert shown == {(number, label) for number, _section, _start, label, _figure, _base in PUBLISHED}
    assert silent == LOST


def test_a_base_the_paper_does_not_state_is_never_filled_in(figures: Mapping[int, Figures]) -> None:
    """Figure 7 fits 31 answers and Figure 10 fits 30: our arithmetic, never a count."""
    for one in figures.values():
        if one.question.base_not_stated:
            assert one.base is None
            assert {row.count for row in one.rows} <= {None}
            assert one.unanswered is None


def test_the_response_rate_is_the_papers(survey: Survey) -> None:
    assert (survey.answered, survey.invited, survey.response_rate) == (32, 102, 31)


def on_page(html: str, question: Question, label: str) -> tuple[str, str]:
    """The figure beside an answer, and the first words under the question's heading."""
    (part,) = re.findall(rf'<div class="find" id="{question.anchor}">.*?</table>', html, re.DOTALL)
    small = words(re.findall(r"<small>(.*?)</small>", part, re.DOTALL)[0])
    (row,) = [row for row in re.findall(r"<tr.*?</tr>", part, re.DOTALL) if words(row).startswith(f"{label} ")]
    end = small.index(".") + 1
    return words(re.findall(r"<td>(.*?)</td>", row, re.DOTALL)[0]), small[:end]


def in_file(line: Mapping[str, str]) -> tuple[str, str, str]:
    share, count, base = line["share_percent"], line["count"], line["base"]
    return f"{share}%" if share else f"{count} of {base}", line["base_in_words"], line["figure_in_source"]


def on_chart(chart: Chart, label: str) -> str:
    (part,) = chart.parts
    return next(bar.words for bar in part.bars if bar.label == label)
