"""A question's figures as pages, files, charts and slides show them: the same numbers with the same base everywhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.models import Lean, Option, Question, QuestionKind, Tally, percent
from kpknow.exports.charts.chart import Bar, Side
from kpknow.safety.suppression import SMALLEST_GROUP


@dataclass(frozen=True)
class FigureRow:
    """One answer. ``share`` in percent as the source prints it or as counted here; ``note`` says why both are unknown.

    ``count`` and ``share`` are None where they are not known; nothing is worked out from a share.
    """

    label: str
    count: int | None = None
    share: int | None = None
    base: int | None = None
    note: str = ""
    is_muted: bool = False
    lean: Side = ""

    @property
    def bar(self) -> int | None:
        """Length of its bar from 0 to 100."""
        if self.share is None and self.count is not None and self.base:
            return min(100, percent(self.count, self.base))
        return self.share

    @property
    def from_middle(self) -> tuple[str, str]:
        """Where its bar starts on a scale that parts in the middle, and how wide it is, as SVG writes numbers."""
        start, end = Bar("", "", self.bar, side=self.lean).span(diverges=True)
        return f"{start:g}", f"{end - start:g}"

    @property
    def words(self) -> str:
        """“53%”, “31 of 32”, “12”; empty where there is no figure."""
        if self.share is not None:
            return _("%(share)s%%") % {"share": self.share}
        if self.count is None:
            return ""
        count = number_format(self.count, force_grouping=True)
        return _("%(count)s of %(base)s") % {"count": count, "base": self.base} if self.base else count


@dataclass(frozen=True)
class Numbers:
    """A number's middle: None where too few answered to say it. Lowest and highest only where five people gave them."""

    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    lowest: float | None
    highest: float | None

    @classmethod
    def of(cls, tally: Tally) -> "Numbers":
        return cls(tally.median, tally.lower_quartile, tally.upper_quartile, tally.lowest, tally.highest)

    @property
    def words(self) -> str:
        """“Median 34; the middle half between 27 and 41.” Empty where nothing may be said."""
        parts = []
        if self.median is not None:
            parts.append(_("median %(number)s") % {"number": shown(self.median)})
        if self.lower_quartile is not None and self.upper_quartile is not None:
            ends = {"low": shown(self.lower_quartile), "high": shown(self.upper_quartile)}
            parts.append(_("the middle half between %(low)s and %(high)s") % ends)
        if self.lowest is not None:
            parts.append(_("lowest %(number)s") % {"number": shown(self.lowest)})
        if self.highest is not None:
            parts.append(_("highest %(number)s") % {"number": shown(self.highest)})
        return "; ".join(parts)


@dataclass(frozen=True)
class Figures:
    """What is known of the answers to one question.

    ``base`` is None where the source does not state it; ``base_text`` then says so and is never empty. ``rows`` are
    none where the base is too small to protect who answered, or where nothing was counted. ``unanswered``: how many of
    those asked left the question out, None where that is not known. ``is_counted``: from answers kept here; else as
    the source reports them.
    """

    question: Question
    rows: Sequence[FigureRow]
    base: int | None
    base_text: str
    is_counted: bool = False
    unanswered: int | None = None
    numbers: Numbers | None = None

    @property
    def diverges(self) -> bool:
        """Whether every answer of an agree scale leans some way, so that bars can part in the middle."""
        leans = {row.lean for row in self.rows if not row.is_muted}
        return self.question.kind == QuestionKind.AGREE and "" not in leans and {Lean.AGAINST, Lean.FOR} <= leans

    @property
    def sides(self) -> Sequence[tuple[str, int]]:
        """Of a scale that diverges: each side's words and its share. Counted shares are of the sum of counts."""
        found = []
        for lean in Lean:
            rows = [row for row in self.rows if row.lean == lean]
            if rows and self.is_counted and self.base:
                found.append((str(lean.label), percent(sum(row.count or 0 for row in rows), self.base)))
        return found


def shown(number: float) -> str:
    """With the decimals it has, at most two."""
    if number.is_integer() and abs(number) < 1e15:
        return number_format(int(number), force_grouping=True)
    return number_format(round(number, 2))


def figures_of(questions: Iterable[Question]) -> Mapping[int, Figures]:
    """Question → its figures, for questions loaded ``for_bars``: one query, none where nothing is counted."""
    asked = list(questions)
    counted = [question.pk for question in asked if question.is_counted]
    tallies: defaultdict[int, list[Tally]] = defaultdict(list)
    if counted:
        totals = Tally.objects.shown().filter(question__in=counted, breakdown__in=("", Tally.RANGE), option=None)
        for tally in totals.order_by("breakdown", "order"):
            tallies[tally.question_id].append(tally)
    return {
        question.pk: counted_figures(question, tallies[question.pk]) if question.is_counted else reported(question)
        for question in asked
    }


def figure_of(question: Question) -> Figures:
    """The same for one question."""
    return figures_of([question])[question.pk]


def told_alone(question: Question) -> Figures:
    """What the question and its options say without a query: no numbers, and not how many left it out."""
    return counted_figures(question, ()) if question.is_counted else reported(question)


def reported(question: Question) -> Figures:
    """As the source prints it: a share stays a share, a count a count."""
    rows = [
        replace(row_of(option), count=option.count, share=option.share, base=question.base)
        for option in question.shown_options
    ]
    return Figures(question, rows, question.base, question.base_text)


def counted_figures(question: Question, tallies: Sequence[Tally]) -> Figures:
    """From answers kept here: every share has its count and its base."""
    whole = next((tally for tally in tallies if not tally.breakdown), None)
    base = whole.count if whole else question.base or 0
    if base < SMALLEST_GROUP:
        return Figures(question, (), base, few_words(), is_counted=True)
    if question.kind == QuestionKind.NUMBER:
        rows = [share_row(FigureRow(tally.group), tally.count, base) for tally in tallies if tally.breakdown]
    else:
        rows = [share_row(row_of(option), option.count or 0, base) for option in question.options.all()]
    return Figures(
        question,
        rows,
        base,
        question.base_text,
        is_counted=True,
        unanswered=max(0, whole.asked - base) if whole and whole.asked is not None else None,
        numbers=Numbers.of(whole) if whole and question.kind == QuestionKind.NUMBER else None,
    )


def few_words() -> str:
    return _("fewer than %(number)d people answered: not shown") % {"number": SMALLEST_GROUP}


def row_of(option: Option) -> FigureRow:
    return FigureRow(option.label, note=option.note, is_muted=option.is_muted, lean=cast("Side", option.lean))


def share_row(row: FigureRow, count: int, base: int) -> FigureRow:
    return replace(row, count=count, base=base, share=percent(count, base))
