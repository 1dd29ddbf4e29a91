"""What a pack is made of: the figures that lead it, its points, and what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpknow.exports.deck.chart import Chart
from kpknow.exports.deck.source import Basis, SourceLine
from kpknow.exports.deck.voice import Voice


@dataclass(frozen=True)
class Fact:
    """A number that leads, what it counts, and out of how many. ``figure`` is the key of the chart it comes from.

    ``language``: of its label, where that is not the deck's.
    """

    figure: str
    value: str
    label: str
    base: str = ""
    origin: SourceLine | None = None
    basis: Basis = ()
    language: str = ""


@dataclass(frozen=True)
class Point:
    """A claim, a session, an entry or a story: what the pack is made of, under a number of its own.

    ``language``: of its words, where that is not the deck's. ``is_question``: a question of a survey, whose
    wording is its title: its one chart does not repeat it, and who wants the question wants the chart.
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
    is_question: bool = False
    origin: SourceLine | None = None
    basis: Basis = ()

    @property
    def is_charted(self) -> bool:
        """A question told by its chart."""
        return self.is_question and bool(self.charts)

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
