"""What stands between a record and its readers."""

from typing import NamedTuple


class Blocker(NamedTuple):
    """One sentence of what is missing, and the form's field or rows (their prefix) where it is answered."""

    words: str
    field: str = ""
    is_final: bool = False
    """No two people can pass over it: it is about consent, which the database asks again for every reader."""

    def __str__(self) -> str:
        return self.words
