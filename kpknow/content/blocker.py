"""What stands between a record and its readers, and the list of what was asked."""

from collections.abc import Iterable
from typing import NamedTuple


class Blocker(NamedTuple):
    """One sentence of what is missing, and the form's field or rows (their prefix) where it is answered."""

    words: str
    field: str = ""
    is_final: bool = False
    """No two people can pass over it: what it is about, such as consent, the database asks again for every reader."""

    def __str__(self) -> str:
        return self.words


class Requirement(NamedTuple):
    """One line of the checklist, met while nothing blocks."""

    words: str
    blockers: list[Blocker]


def requirement(words: object, blockers: Iterable[Blocker]) -> Requirement:
    return Requirement(str(words), list(blockers))
