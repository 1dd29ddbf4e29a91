"""What a chart says, whatever draws it. Shares on one scale from 0 to 100, never cut; bars of two ways part in the
middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["", "against", "neither", "for"]
INK, QUIET, BRAND, MUTED, WASH = "#1f1a24", "#5b5463", "#6b2d5c", "#b3aab8", "#eee9f0"
"""Colours that print, on white: the file may end up anywhere."""


@dataclass(frozen=True)
class Bar:
    """``words``: its figure as printed. ``length``: 0 to 100, None where there is no figure to draw."""

    label: str
    words: str
    length: int | None
    is_muted: bool = False
    side: Side = ""

    def span(self, diverges: bool) -> tuple[float, float]:
        """Where it starts and ends, in hundredths of the width: from the left, or from the middle by its side."""
        length = self.length or 0
        if not diverges:
            return 0, length
        half = length / 2
        return {"against": (50 - half, 50), "for": (50, 50 + half)}.get(self.side, (50 - half / 2, 50 + half / 2))


@dataclass(frozen=True)
class Part:
    """Bars under a heading, such as those of one group; the heading of the only part is empty."""

    heading: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Chart:
    """``notes``: base, what was allowed, source, address; one a line, never empty."""

    title: str
    parts: Sequence[Part]
    notes: Sequence[str]
    diverges: bool = False
