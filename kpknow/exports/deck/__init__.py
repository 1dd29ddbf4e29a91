"""What a take-home pack says, as plain words and numbers: every format of a pack is written from one ``Deck``."""

from kpknow.exports.deck.chart import Bar, Chart, compared
from kpknow.exports.deck.deck import Deck, Section, Stamp
from kpknow.exports.deck.point import Ask, Fact, Point
from kpknow.exports.deck.source import Basis, SourceLine
from kpknow.exports.deck.voice import MOST_SHOWN, Voice, shortened

__all__ = [
    "MOST_SHOWN",
    "Ask",
    "Bar",
    "Basis",
    "Chart",
    "Deck",
    "Fact",
    "Point",
    "Section",
    "SourceLine",
    "Stamp",
    "Voice",
    "compared",
    "shortened",
]
