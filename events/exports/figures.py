"""Figures of surveys as files: what each row of a table and each bar of a chart says, always with its base."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from events.models import QuestionKind
from events.reading.breakdowns import BreakdownFigures
from events.reading.figures import FigureRow, Figures
from kpknow.content.templatetags.kp import sentence
from kpknow.exports.charts.chart import Bar, Chart, Part
from kpknow.exports.csv import Cell

COLUMNS = (
    *("question", "kind", "by", "group", "answer", "count", "share_percent", "base", "base_in_words", "note"),
    *("median", "lower_quartile", "upper_quartile", "did_not_answer", "figure_in_source", "source", "address"),
)


def rows_of(found: Figures, source: str, address: str, cut: BreakdownFigures | None = None) -> Iterator[Sequence[Cell]]:
    """All people first, then each group that may be shown. A figure that is hidden or lost is empty and says so."""
    question = found.question
    start = (question.wording, question.kind)
    end = ("" if found.unanswered is None else found.unanswered, question.figure_number, source, address)
    middle: tuple[Cell, ...] = ("", "", "")
    if found.numbers:
        middle = decimals(found.numbers)
    for row in found.rows or (FigureRow(""),):
        note = "; ".join(part for part in (row.note, question.note) if part)
        yield (*start, "", "", row.label, row.count, row.share, found.base, found.base_text, note, *middle, *end)
    for group in cut.groups if cut else ():
        by = str(cut.breakdown.label) if cut else ""
        base = _("n = %(base)s") % {"base": group.base}
        middle = decimals(group.numbers) if group.numbers else ("", "", "")
        for row in group.rows or (FigureRow(""),):
            cells = (by, group.label, row.label, row.count, row.share, group.base, base, row.note)
            yield (*start, *cells, *middle, "", *end[1:])


def decimals(numbers: Any) -> tuple[Cell, ...]:
    """Written as machines read them, without the signs of any language."""
    values = (numbers.median, numbers.lower_quartile, numbers.upper_quartile)
    return tuple("" if value is None else f"{value:g}" for value in values)


def table_rows(found: Iterable[Figures], source: str, addresses: Mapping[int, str]) -> Iterator[Sequence[Cell]]:
    """Every figure of a survey, questions in their order."""
    for one in found:
        yield from rows_of(one, source, addresses[one.question.pk])


def chart_of(found: Figures, source: str, address: str, cut: BreakdownFigures | None = None) -> Chart:
    """One part for all people, or one for each group that may be shown."""
    question = found.question
    if cut:
        parts = [Part(f"{group.label}, n = {group.base}", bars_of(group.rows)) for group in cut.groups]
    else:
        parts = [Part("", bars_of(found.rows))]
    notes = [f"{sentence(found.base_text)}."]
    if question.kind == QuestionKind.MULTIPLE:
        notes.append(_("Several answers were allowed."))
    if found.numbers and found.numbers.words:
        notes.append(f"{sentence(found.numbers.words)}.")
    if cut and cut.hides:
        notes.append(_("Groups of fewer than five, and what would give them away, are not shown."))
    if question.figure_number or source:
        notes.append(_("Source: %(source)s.") % {"source": ", ".join(filter(None, (source, question.figure_number)))})
    return Chart(question.wording, parts, [*notes, f"kpknow. {address}"], diverges=found.diverges)


def bars_of(rows: Sequence[FigureRow]) -> list[Bar]:
    return [
        Bar(
            f"{row.label} ({row.note})" if row.note and not row.words else row.label,
            row.words or "–",
            row.bar,
            is_muted=row.is_muted,
            side=row.lean,
        )
        for row in rows
    ]
