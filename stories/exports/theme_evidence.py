"""What a theme rests on, as rows: its evidence trail and its figures. Only what may leave this site."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from events.models import Option, Question
from kpknow.content.models import Use
from kpknow.exports.csv import Cell
from kpknow.exports.record_file import Address
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models import Evidence, Finding, Highlight, Theme
from stories.reading.poles import with_poles
from stories.reading.theme_page import source_of

NOBODY = AnonymousUser()
EVIDENCE_COLUMNS = ("finding", "claim", "side", "passage", "voice", "source", "source_address", "address", "pole")
FIGURE_COLUMNS = ("finding", "claim", "question", "answer", "share_percent", "count", "base", "survey", "address")

Row = Sequence[Cell]


def leaving_voices() -> dict[str, object]:
    return {"highlight__in": Highlight.objects.visible_to(NOBODY, Use.EXPORTS)}


def numbered(theme: Theme) -> dict[int, tuple[int, Finding]]:
    """Key → number and finding, of those that rest on something, under the numbers of the page: one query."""
    findings = Finding.objects.visible_to(NOBODY).filter(theme=theme).order_by("order")
    return {finding.pk: (number, finding) for number, finding in enumerate(findings, start=1)}


def evidence_rows(theme: Theme, address: Address) -> Iterator[Row]:
    """What speaks for and against each finding, then what is coded to the theme alone: five queries."""
    numbers = numbered(theme)
    with_words = Prefetch("highlight", queryset=Highlight.objects.for_page())
    evidence = Evidence.objects.filter(finding__in=numbers, **leaving_voices()).prefetch_related(with_words)
    evidence = with_poles(theme, evidence)
    used = set()
    for one in evidence.order_by("finding__order", "-side", "order", "pk"):
        number, finding = numbers[one.finding_id]
        used.add(one.highlight_id)
        yield (number, finding.claim, one.get_side_display(), *voice_cells(one.highlight, address), one.pole)
    others = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).coded_to(theme).exclude(pk__in=used)
    for highlight in with_poles(theme, others.for_page().order_by("order", "pk"), "pk"):
        yield (None, "", "", *voice_cells(highlight, address), highlight.pole)


def voice_cells(highlight: Highlight, address: Address) -> Row:
    source = source_of(highlight)
    place = (str(source), address(source.get_absolute_url())) if source else ("", "")
    return (highlight.shown_text, highlight.shown_voice, *place, address(highlight.get_absolute_url()))


def figure_rows(theme: Theme, address: Address) -> Iterator[Row]:
    """The figures that lead the theme, then those of each finding; none of a group too small: six queries."""
    visible = Question.objects.visible_to(NOBODY)
    leading = theme.figures.filter(option__question__in=visible).select_related("option__question__survey")
    for figure in leading.order_by("order", "pk"):
        if not is_small(figure.option.question):
            yield (None, "", *figure_cells(figure.option.question, figure.option, figure.label, address))
    questions: Prefetch[str] = Prefetch("questions", queryset=visible.for_bars(), to_attr="shown_questions")
    findings = Finding.objects.visible_to(NOBODY).filter(theme=theme).order_by("order").prefetch_related(questions)
    for number, finding in enumerate(findings, start=1):
        for question in finding.shown_questions:
            for option in question.shown_options:
                yield (number, finding.claim, *figure_cells(question, option, option.label, address))


def is_small(question: Question) -> bool:
    return question.base is not None and question.base < SMALLEST_GROUP


def figure_cells(question: Question, option: Option, label: str, address: Address) -> Row:
    numbers = (option.share, option.count, question.base_text)
    return (question.wording, label, *numbers, question.survey.title, address(question.get_absolute_url()))
