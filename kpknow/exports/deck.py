"""What a take-home pack says, as plain words and numbers: every format of a pack is written from one ``Deck``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kpknow.exports.ris import Reference

MOST_SHOWN = 3
"""Voices a slide or a page of the brief shows under one point; tables hold all of them."""
LONGEST_VOICE = 420
"""Characters of one voice on a slide or in the brief; tables hold the whole of it."""


Basis = tuple[str, ...]
"""What would make a copy out of date if it changed, in the words of no language."""


@dataclass(frozen=True)
class SourceLine:
    """A record the pack is built from. ``language``: of its title."""

    key: str
    title: str
    detail: str
    address: str
    language: str


@dataclass(frozen=True)
class Voice:
    """A passage in the words consent allows, who says it as far as that may be said, and where it was said."""

    key: str
    words: str
    who: str
    where: str
    address: str
    language: str
    origin: SourceLine
    is_against: bool = False
    is_named: bool = False
    basis: Basis = ()

    @property
    def provenance(self) -> str:
        return " · ".join(part for part in (self.who, self.where) if part)


@dataclass(frozen=True)
class Bar:
    """One answer. ``number`` is its share in percent or its count, as its chart has it; ``length`` runs from 0 to 100.

    Both are None where the source gives no figure, or a count without a base.
    """

    label: str
    value: str
    number: int | None
    length: int | None
    is_muted: bool = False


@dataclass(frozen=True)
class Chart:
    """One question. ``is_share``: its numbers are percentages, else counts out of ``most``. Never without ``base``."""

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
    note: str = ""

    @property
    def drawn(self) -> Sequence[Bar]:
        return [bar for bar in self.bars if bar.number is not None]

    @property
    def in_words(self) -> str:
        """“Practice: 55%; Policy: 12%”: what the bars say to whoever cannot see them."""
        return "; ".join(f"{bar.label}: {bar.value}" for bar in self.bars)


@dataclass(frozen=True)
class Fact:
    """A number that leads, what it counts, and out of how many. ``figure`` is the key of the chart it comes from."""

    figure: str
    value: str
    label: str
    base: str = ""
    origin: SourceLine | None = None
    basis: Basis = ()


@dataclass(frozen=True)
class Point:
    """A claim, a session, an entry or a story: what the pack is made of, under a number of its own.

    ``language``: of its words, where that is not the deck's.
    """

    key: str
    number: int
    title: str
    text: str = ""
    flag: str = ""
    rests_on: str = ""
    address: str = ""
    voices: Sequence[Voice] = ()
    charts: Sequence[Chart] = ()
    language: str = ""
    origin: SourceLine | None = None
    basis: Basis = ()

    @property
    def is_bare(self) -> bool:
        """A title and nothing under it."""
        return not (self.text or self.voices or self.charts)

    def first_voices(self, most: int) -> Sequence[Voice]:
        """One against the claim among them, wherever there is one."""
        against = [voice for voice in self.voices if voice.is_against][:1] if most > 1 else []
        others = [voice for voice in self.voices if voice not in against and not voice.is_against]
        return [*others[: most - len(against)], *against]


@dataclass(frozen=True)
class Ask:
    """What the findings ask of somebody. ``points``: the numbers of those it rests on, may be empty."""

    key: str
    text: str
    audience: str = ""
    points: Sequence[int] = ()
    rests_on: str = ""


@dataclass(frozen=True)
class Stamp:
    """By which anybody can ask whether a copy is still current."""

    name: str
    address: str


class Section(Enum):
    SUMMARY = "summary"
    FIGURES = "figures"
    VOICES = "voices"
    POINTS = "points"
    ASKS = "asks"
    LIMITS = "limits"
    TERMS = "terms"
    SOURCES = "sources"


FORMAL = (
    *(Section.SUMMARY, Section.FIGURES, Section.POINTS, Section.ASKS),
    *(Section.LIMITS, Section.TERMS, Section.SOURCES),
)
INFORMAL = (
    *(Section.VOICES, Section.SUMMARY, Section.POINTS, Section.ASKS),
    *(Section.FIGURES, Section.LIMITS, Section.TERMS, Section.SOURCES),
)


@dataclass(frozen=True)
class Deck:
    """``language`` is that of the records' words, ``frame`` that of the words around them (BCP 47 both)."""

    name: str
    kind: str
    title: str
    language: str
    frame: str
    address: str
    reference: Reference
    citation: str
    points_heading: str
    made_on: str
    stamp: Stamp = Stamp("", "")
    is_outside: bool = True
    is_formal: bool = True
    checked: str = ""
    summary: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    facts_base: str = ""
    method: Sequence[str] = ()
    points: Sequence[Point] = ()
    asks: Sequence[Ask] = ()
    asks_heading: str = ""
    limits: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    record_source: SourceLine | None = None
    left_out: Sequence[str] = ()
    basis: Basis = ()

    @property
    def sections(self) -> Sequence[Section]:
        """In the order of this audience, those without anything left out."""
        has = {
            Section.SUMMARY: self.summary,
            Section.FIGURES: self.facts or self.method,
            Section.VOICES: self.leading_voices,
            Section.POINTS: self.points,
            Section.ASKS: self.asks,
            Section.LIMITS: self.limits,
            Section.TERMS: self.terms,
            Section.SOURCES: self.sources,
        }
        return [section for section in (FORMAL if self.is_formal else INFORMAL) if has[section]]

    @property
    def leading_voices(self) -> Sequence[Voice]:
        """One of each of the first points, for those who want to hear people first."""
        return [point.voices[0] for point in self.points if point.voices and not point.voices[0].is_against][
            :MOST_SHOWN
        ]

    @property
    def voices(self) -> Sequence[tuple[Point, Voice]]:
        return [(point, voice) for point in self.points for voice in point.voices]

    @property
    def sources(self) -> Sequence[SourceLine]:
        """Every record once, in the order of first mention; last where the text itself was taken from."""
        found = [voice.origin for _point, voice in self.voices]
        found += [chart.origin for chart in self.charts]
        found += [fact.origin for fact in self.facts if fact.origin]
        found += [point.origin for point in self.points if point.origin]
        found += [self.record_source] if self.record_source else []
        return list({one.key: one for one in found}.values())

    @property
    def charts(self) -> Sequence[Chart]:
        """Every question once, in the order of first mention."""
        found = {chart.key: chart for point in self.points for chart in point.charts}
        return list(found.values())

    @property
    def charts_a_point(self) -> int:
        return 3 if self.is_formal else 1

    def narrowed(self, points: Collection[str] | None, figures: Collection[str] | None) -> "Deck":
        """Only these points and figures (None: all), and what rests on them. Numbers stay those of the page."""
        kept = [point for point in self.points if points is None or point.key in points]
        if figures is not None:
            kept = [replace(point, charts=[chart for chart in point.charts if chart.key in figures]) for point in kept]
        numbers = {point.number for point in kept}
        return replace(
            self,
            points=kept,
            facts=[fact for fact in self.facts if figures is None or fact.figure in figures],
            asks=[ask for ask in self.asks if not ask.points or numbers & set(ask.points)],
        )


def shortened(text: str, most: int = LONGEST_VOICE) -> str:
    """The text, or as many whole words of it as fit with “ …” behind them."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut} …"


def compared(charts: Sequence[Chart]) -> list[Chart]:
    """Questions of which one answer is known share a chart, where they share their survey and base: bars to compare."""
    groups: dict[tuple[str, ...], list[Chart]] = {}
    for chart in charts:
        alone = len(chart.bars) == len(chart.drawn) == 1 and chart.is_share
        groups.setdefault((chart.origin.key, chart.base) if alone else (chart.key,), []).append(chart)
    return [group[0] if len(group) == 1 else one_chart(group) for group in groups.values()]


def one_chart(group: Sequence[Chart]) -> Chart:
    bars = [replace(chart.bars[0], label=f"{chart.wording}: {chart.bars[0].label}") for chart in group]
    notes = [f"“{chart.wording}”: {chart.note}" for chart in group if chart.note]
    survey = group[0].origin
    return replace(
        group[0], wording=survey.title, source=survey.title, address=survey.address, bars=bars, note=" ".join(notes)
    )
