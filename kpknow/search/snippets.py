"""The place in a text where somebody's words stand, cut out and marked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from kpknow.search.analyser import WORD, base, fold, stem
from kpknow.search.query import Term

LENGTH = 240
"""Characters of a snippet."""
BEFORE = 60
"""Of them, at most before the first marked word."""
MAY_CARRY_ACCENTS = frozenset("aceinouysz")


@dataclass(frozen=True)
class Wanted:
    """Rows of stems that are looked for (most of them one word long), beginnings of words, and a pattern that passes
    over most words quickly.
    """

    rows: frozenset[tuple[str, ...]]
    beginnings: tuple[str, ...]
    pattern: re.Pattern[str]

    def marks(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where the words stand in the text, from left to right; a row of them only where it stands unbroken."""
        tongue = base(language)
        found: list[tuple[int, int]] = []
        longest = max(map(len, self.rows), default=1)
        for start in (opening.start() for opening in self.pattern.finditer(text)):
            if found and start < found[-1][1]:
                continue
            ahead = list(islice(WORD.finditer(text, start), longest))
            if ahead and (count := self.length_of([word.group() for word in ahead], tongue)):
                found.append((ahead[0].start(), ahead[count - 1].end()))
        return found

    def length_of(self, ahead: Sequence[str], language: str) -> int:
        """Of how many of the words ahead a row consists that begins with the first; 0 where none does."""
        if self.beginnings and fold(ahead[0]).startswith(self.beginnings):
            return 1
        for length in range(len(ahead), 0, -1):
            stemmed = tuple(stem(word, language) for word in ahead[:length])
            if stemmed in self.rows or tuple(fold(word) for word in ahead[:length]) in self.rows:
                return length
        return 0


def wanted(terms: Sequence[Term]) -> Wanted | None:
    """What to mark for these terms; None where there is nothing."""
    rows = frozenset(row for term in terms for row in term.phrases)
    beginnings = tuple(filter(None, (term.beginning for term in terms)))
    firsts = {row[0] for row in rows} | set(beginnings)
    openings = {"".join(opening(sign) for sign in word[:3]) for word in firsts}
    if not openings:
        return None
    return Wanted(rows, beginnings, re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(openings))})", re.IGNORECASE))


def opening(sign: str) -> str:
    """A letter as a pattern; one that may carry an accent, or be part of a ligature, is any sign."""
    return "." if sign in MAY_CARRY_ACCENTS or not sign.isascii() else re.escape(sign)


def snippet(text: str, marks: Collection[tuple[int, int]]) -> SafeString:
    """Some forty words around the first mark, escaped, each mark as ``<mark>``."""
    first = min((start for start, _end in marks), default=0)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = len(text) if len(text) <= start + LENGTH else max(text.rfind(" ", start, start + LENGTH), start + 1)
    parts, at = ["… " if start else ""], start
    for begins, ends in sorted(marks):
        if at <= begins and ends <= end:
            parts += [escape(text[at:begins]), "<mark>", escape(text[begins:ends]), "</mark>"]
            at = ends
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))  # noqa: S308  every piece of the text is escaped above
