"""What came of loading: how many records, and which lines were refused."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Complain = Callable[[int, str], None]
"""Told the number of a refused line and the reason."""


@dataclass
class Tally:
    """``complain`` is called at once, so that a person sees what is wrong while the rest goes on."""

    complain: Complain
    counts: Counter[str] = field(default_factory=Counter)

    def refuse(self, number: int, reason: str) -> None:
        self.counts["refused"] += 1
        self.complain(number, reason)

    @property
    def is_all_refused(self) -> bool:
        return self.counts["refused"] == self.counts.total()

    def __str__(self) -> str:
        names = ("added", "updated", "unchanged", "refused")
        return ", ".join(f"{self.counts[name]:,} {name}" for name in names)
