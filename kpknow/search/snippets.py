"""The place in a text where somebody's words stand, cut out and marked."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from kpknow.search.analyser import WORD, base, fold, stem
from kpknow.search.query import Term

LENGTH = 240
"""Characters of a snippet."""
BEFORE = 60
"""Of them, at most before the first marked word."""
LETTERS = re.compile("oe|ae|ss|.")
"""Of a stem; what may be one sign in a text is one here."""
LIGATURES = {"oe": "œŒ", "ae": "æÆ", "ss": "ßẞ"}
PLAINLY_WRITTEN = frozenset(("de", "en", "es", "fr", "id", "it", "nl", "pt", "ru", "sw", "uk"))
PLAIN = frozenset("bdfghjklmpqrtvwxz0123456789")
"""Signs that no other folds to in these languages."""
LEAST_PLAIN = 2
ANY = "."
SURE, UNSURE, MOST = 3, 2, 5
"""Letters in which a word begins like its stem: all but two, at least three, and five are enough."""


@dataclass(frozen=True)
class Wanted:
    """Rows of stems that are looked for (most of them one word long), beginnings of words, and what passes over most
    texts and words quickly: the letters any of them begins with, and a pattern of them. ``is_one``: a single term.
    """

    rows: frozenset[tuple[str, ...]]
    beginnings: tuple[str, ...]
    openings: tuple[str, ...]
    pattern: re.Pattern[str]
    is_one: bool

    def likenesses(self, languages: Iterable[str]) -> list[str]:
        """Patterns of SQL's LIKE, one of which every text with the words is like; none where that says too little."""
        if not all(base(language) in PLAINLY_WRITTEN for language in languages):
            return []
        patterns = ["".join(sign if sign in PLAIN else "_" for sign in opening) for opening in self.openings]
        is_telling = all(len(pattern) - pattern.count("_") >= LEAST_PLAIN for pattern in patterns)
        joins = any(pair in opening for opening in self.openings for pair in LIGATURES)
        return [f"%{pattern}%" for pattern in sorted(set(patterns))] if is_telling and not joins else []

    def marks(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where the words stand in the text, from left to right; a row of them only where it stands unbroken."""
        if text.isascii() and not self.may_be_in(text.lower()):
            return []
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

    def may_be_in(self, plain: str) -> bool:
        """Of a text in small letters without accents; a fraction of what asking the pattern costs."""
        return any(opening in plain for opening in self.openings)

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
    openings = sorted({tuple(opening(word)) for word in firsts})
    if not openings:
        return None
    plain = tuple("".join(letters) for letters in openings)
    return Wanted(rows, beginnings, plain, beginning_with(openings), is_one=len(terms) == 1)


def opening(stem: str) -> list[str]:
    """The letters every word with this stem begins with."""
    return LETTERS.findall(stem)[: max(SURE, min(len(stem) - UNSURE, MOST))]


def beginning_with(openings: Collection[Sequence[str]]) -> re.Pattern[str]:
    """Any of these at the beginning of a word.

    One set of signs comes first and no flag for small and capital: so the engine skips what cannot match, and takes a
    seventh of the time.
    """
    heads, tails = "", []
    for first, *others in openings:
        rest = "".join(letter(one) for one in others)
        if len(first) > 1:
            heads += LIGATURES[first]
            tails.append(f"(?<=[{LIGATURES[first]}]){rest}")
            rest = letter(first[1]) + rest
        head = signs(first[0])
        heads += head
        tails.append(f"(?<=[{re.escape(head)}]){rest}" if head else f"(?<={ANY}){rest}")
    knows_all = all(signs(first[0]) for first, *_others in openings)
    head = f"[{re.escape(heads)}]" if knows_all else ANY
    return re.compile(rf"{head}(?<![^\W_]{ANY})(?:{'|'.join(tails)})", re.DOTALL)


@cache
def letter(plain: str) -> str:
    """A folded letter as a pattern: the signs it may stand as; of a script whose signs we do not know, any sign."""
    if len(plain) > 1:
        return f"(?:{''.join(letter(one) for one in plain)}|[{LIGATURES[plain]}])"
    return f"[{re.escape(signs(plain))}]" if signs(plain) else ANY


@cache
def signs(plain: str) -> str:
    """The signs that fold to a letter, small and capital; none of a script whose signs we do not know."""
    known = plain.isascii() or plain in lookalikes()
    return plain + plain.upper() + lookalikes().get(plain, "") if known else ""


@cache
def lookalikes() -> Mapping[str, str]:
    """Letter → the letters of Latin, Greek and Cyrillic script that fold to it; of their own, itself."""
    found: dict[str, str] = {}
    for sign in map(chr, (*range(0xAA, 0x530), *range(0x1E00, 0x2000))):
        plain = fold(sign)
        if len(plain) == 1 and sign.isalpha():
            found[plain] = found.get(plain, "") + sign
    return found


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
