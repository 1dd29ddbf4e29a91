"""Every figure of the follow-up study that can still be read, with its place in the paper: the page, the file and what
slides are made of show the same number with the same base.
"""

import csv
import io
import re
from collections.abc import Mapping

import pytest
from django.core.management import call_command
from django.test import Client

from events.exports.figures import chart_of
from events.models import Question, Survey
from events.reading.figures import Figures, figures_of
from kpknow.exports.charts.chart import Chart
from tests.events.views.pages import words

pytestmark = pytest.mark.django_db

NOT_STATED = "base not stated in the source; 32 people answered the survey"
PUBLISHED = [
    ("Figure 1", "Sample", "Which event did those", "Learning and Sharing Event 1 only", "7 of 32", "n = 32"),
    ("Figure 1", "Sample", "Which event did those", "Learning and Sharing Event 2 only", "18 of 32", "n = 32"),
    ("Figure 1", "Sample", "Which event did those", "Both", "7 of 32", "n = 32"),
    (
        "Figure 3",
        "Sample",
        "How many countries",
        "Countries with at least one answer",
        "12 of 19",
        "n = 19, countries present at the two events",
    ),
    ("", "Acquiring knowledge", "Since the event I understand better how to run", "Agree", "90%", NOT_STATED),
    ("", "Acquiring knowledge", "Since the event I understand better the issues", "Agree", "90%", NOT_STATED),
    ("", "Transferring knowledge", "Where did you pass on", "Inside my organisation", "97%", NOT_STATED),
    ("", "Transferring knowledge", "Where did you pass on", "Outside my organisation", "22%", NOT_STATED),
    (
        "Figure 5",
        "Transferring knowledge",
        "How did you pass it on?",
        "Talked about it informally with colleagues",
        "75%",
        NOT_STATED,
    ),
    ("", "Applying knowledge", "Since the event I have put", "Agree or strongly agree", "88%", NOT_STATED),
    (
        "",
        "Applying knowledge",
        "Have you used what you learned",
        "Yes, reported at least one change",
        "31 of 32",
        "n = 32",
    ),
    (
        "Figure 7",
        "Applying knowledge",
        "How did you use",
        "Reflected on own or organisational practice",
        "55%",
        NOT_STATED,
    ),
    ("Figure 7", "Applying knowledge", "How did you use", "Used knowledge to influence others", "48%", NOT_STATED),
    ("Figure 7", "Applying knowledge", "How did you use", "Used knowledge in decisions", "45%", NOT_STATED),
    (
        "Figure 7",
        "Applying knowledge",
        "How did you use",
        "Took up good practice from elsewhere in own programmes",
        "42%",
        NOT_STATED,
    ),
    (
        "Figure 7",
        "Applying knowledge",
        "How did you use",
        "Involved more kinds of stakeholders in health and rights work",
        "42%",
        NOT_STATED,
    ),
    (
        "",
        "Collaborations and partnerships",
        "My relations with organisations across Africa",
        "Agree or strongly agree",
        "68%",
        NOT_STATED,
    ),
    (
        "",
        "Collaborations and partnerships",
        "My relations with organisations in my own",
        "Agree or strongly agree",
        "68%",
        NOT_STATED,
    ),
    ("", "Collaborations and partnerships", "Have you been in touch", "Yes", "93%", NOT_STATED),
    *(
        (
            "Figure 10",
            "Collaborations and partnerships",
            "Why did you get back in touch?",
            label,
            f"{share}%",
            NOT_STATED,
        )
        for label, share in (
            ("To share information", 53),
            ("To explore working together", 47),
            ("To honour their experience and skill", 47),
            ("To find out more about what they do", 43),
            ("Informally, to keep the relationship strong", 43),
            ("To give or get advice or mentoring", 40),
            ("To give or get technical assistance", 33),
            ("To ask a specific question", 33),
            ("While at other workshops or meetings", 27),
            ("To widen networks or influence", 27),
            ("To compare contexts: what is alike, what is not", 20),
            ("To lead or host an event together", 17),
            ("To apply for funds together", 3),
            ("Have not been in touch", 7),
            ("Other", 7),
        )
    ),
]
"""Number of the figure in the paper, its section, how our question begins, the answer, the figure, its base."""
LOST = {
    ("Figure 2", "International HIV/AIDS Alliance, its Secretariat and linking organisations"),
    ("Figure 2", "Organisations of sex workers"),
    ("Figure 2", "MSM and LGBTI organisations"),
    ("Figure 6", "Inside the organisation"),
    ("Figure 6", "Outside the organisation"),
    ("Figure 7", "Established or joined networks or movements"),
}
"""Answers whose figures did not survive: no number stands beside them, least of all the stray 32% of Figure 7."""


@pytest.fixture
def survey() -> Survey:
    call_command("load_demo", verbosity=0)
    return Survey.objects.get(slug="kp-connect-follow-up")


@pytest.fixture
def figures(survey: Survey) -> Mapping[int, Figures]:
    return figures_of(survey.questions.for_bars())  # type: ignore[attr-defined]  # a queryset of ours


def asked(figures: Mapping[int, Figures], start: str) -> Figures:
    (found,) = [one for one in figures.values() if one.question.wording.startswith(start)]
    return found


def test_every_published_figure_is_the_same_on_the_page_in_the_file_and_on_slides(
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
