"""One question of a survey."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpknow.content.templatetags.kp import sentence
from kpknow.exports.deck.source import Basis, SourceLine


@dataclass(frozen=True)
class Bar:
    """One answer. ``number`` is its share in percent or its count, as its chart has it; ``length`` runs from 0 to 100.

    Both are None where the source gives no figure, or a count without a base. ``count`` only where it is known.
    """

    label: str
    value: str
    number: int | None
    length: int | None
    is_muted: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chart:
    """One question. ``is_share``: its numbers are percentages, else counts out of ``most``. Never without ``base``.

    ``remark`` tells of all answers (“3 did not answer.”) in the words of the frame, ``note`` of the question in the
    words of its survey. ``unanswered``: how many of those asked left it out, None where that is not known.
    """

    key: str
    wording: str
    base: str
    source: str
    address: str
    bars: Sequence[Bar]
    language: str
    origin: SourceLine
    basis: Basis = ()
    is_share: bool = True
    most: int = 100
    remark: str = ""
    unanswered: int | None = None
    note: str = ""

    @property
    def drawn(self) -> Sequence[Bar]:
        return [bar for bar in self.bars if bar.number is not None]

    @property
    def told_base(self) -> str:
        """“n = 32. Several answers were allowed. 3 did not answer.”: what has to stand beside the bars."""
        return f"{sentence(self.base)}. {self.remark}".strip()

    @property
    def has_counts(self) -> bool:
        """Whether counts are known beside shares."""
        return self.is_share and any(bar.count is not None for bar in self.bars)

    @property
    def in_words(self) -> str:
        """“Practice: 55% (18); Policy: 12% (4)”: what the bars say to whoever cannot see them."""
        counts = [f" ({bar.count})" if self.is_share and bar.count is not None else "" for bar in self.bars]
        return "; ".join(f"{bar.label}: {bar.value}{count}" for bar, count in zip(self.bars, counts, strict=True))

    @property
    def described(self) -> str:
        """The whole of it in words, for whoever cannot see it."""
        return f"{self.wording} {self.told_base} {self.in_words}."


def compared(charts: Sequence[Chart]) -> list[Chart]:
    """Questions of which one answer is known share a chart, where they share their survey, base and remark: bars."""
    groups: dict[tuple[str, ...], list[Chart]] = {}
    for chart in charts:
        alone = len(chart.bars) == len(chart.drawn) == 1 and chart.is_share
        groups.setdefault((chart.origin.key, chart.base, chart.remark) if alone else (chart.key,), []).append(chart)
    return [group[0] if len(group) == 1 else one_chart(group) for group in groups.values()]


def one_chart(group: Sequence[Chart]) -> Chart:
    bars = [replace(chart.bars[0], label=f"{chart.wording}: {chart.bars[0].label}") for chart in group]
    notes = [f"“{chart.wording}”: {chart.note}" for chart in group if chart.note]
    survey = group[0].origin
    return replace(
        group[0], wording=survey.title, source=survey.title, address=survey.address, bars=bars, note=" ".join(notes)
    )
