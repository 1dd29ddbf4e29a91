"""A passage of somebody."""

from dataclasses import dataclass

from kpknow.exports.deck.source import Basis, SourceLine

MOST_SHOWN = 3
"""Voices a slide or a page of the brief shows under one point; tables hold all of them."""
LONGEST_VOICE = 420
"""Characters of one voice on a slide or in the brief; tables hold the whole of it."""


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


def shortened(text: str, most: int = LONGEST_VOICE) -> str:
    """The text, or as many whole words of it as fit with “ …” behind them."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut} …"
