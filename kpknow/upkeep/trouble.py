"""What the doctor found, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """``is_grave`` False: the site works, and somebody should see to it all the same."""

    words: str
    mend: str
    is_grave: bool = True


Troubles = Iterator[Trouble]
