"""A whole pack, and the order in which an audience hears it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kpknow.exports.deck.chart import Chart
from kpknow.exports.deck.point import Ask, Fact, Point
from kpknow.exports.deck.source import Basis, SourceLine
from kpknow.exports.deck.voice import MOST_SHOWN, Voice
from kpknow.exports.ris import Reference


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
            kept = [point if point.is_question else with_charts(point, figures) for point in kept]
        numbers = {point.number for point in kept}
        return replace(
            self,
            points=kept,
            facts=[fact for fact in self.facts if figures is None or fact.figure in figures],
            asks=[ask for ask in self.asks if not ask.points or numbers & set(ask.points)],
        )


def with_charts(point: Point, figures: Collection[str]) -> Point:
    return replace(point, charts=[chart for chart in point.charts if chart.key in figures])
