"""A text as the rules read it: digits of every script as 0–9, nothing invisible, one kind of dash and of apostrophe."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts that write no spaces between words: a digit beside such a letter stands alone. For a class of signs."""
WORD_BEFORE = rf"(?<![^\W{UNSPACED}])"
WORD_AFTER = rf"(?![^\W{UNSPACED}])"

FILLED = "\x1f"
"""Stands for each character of what is no person's number: a link, an ISBN, a date, a sum of money."""

CURRENCY = "US\\$|USD|EUR|KES|KGS|RUB|ZAR|[$€£₽₦₹]"
HARMLESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\bdoi:?\s*\S+|\b10\.\d{4,9}/\S+"
    r"|\b(?:ISBN|ISSN|PMID|PMCID|ORCID|arXiv|NCT|ISRCTN)(?:[- ]?1[03])?\b(?:\s+\w{1,3}(?=\s))?[\s:№.-]*[\dX][\d\sX-]*[\dX]"
    r"|(?<!\w)97[89][ -]?\d(?:[ -]?\d){9}\b"
    r"|\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][\d:]{4,8})?\b"
    r"|(?<![\d.])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d(?![\d.]*\d)(?!-\d)"
    r"|\b(?:19|20)\d\d\s*[-/]\s*(?:19|20)?\d\d\b(?!-\d)"
    r"|\b[0-2]?\d[:.][0-5]\d\s*-\s*[0-2]?\d[:.][0-5]\d\b"
    rf"|(?:{CURRENCY})\s?\d[\d.,\s]{{0,18}}(?:\s?(?:million|billion|млн|млрд))?|(?<!\d)\d[\d.,\s]{{0,18}}(?:{CURRENCY})(?!\w)"
    r"|(?<!\d)\d{1,6}(?:[.,]\d{1,6})?\s?%",
    re.IGNORECASE,
)

DIGITS_AND_LETTERS = re.compile(r"(?<!\w)(?=[OoОоlI|]*\d|[OoОо]{2,3}\s?\d)[\dOoОоlI|]{2,14}(?!\w)")
LETTERS_FOR_DIGITS = str.maketrans("OoОоlI|", "0000111")

DIGIT = re.compile(r"\d+")

SAME = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "‘’ʼ′´`＇"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u1680\u2007\u202f\u205f\u3000\t\v\f"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    ord("،"): ",",
    ord("፣"): ",",
    ord("٫"): ".",
    ord("٬"): ",",
}


class Signs(dict[int, str]):
    """For str.translate: each sign is looked up once in the life of a process, one for one."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = as_read(sign)
        return self[code]


def as_read(sign: str) -> str:
    if sign in "²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉":
        return sign  # notes and formulas
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 else sign


SIGNS = Signs(SAME)


class Reading:
    """``plain`` is what rules match; ``span`` leads from it back to the text as it was given."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: list[int] = []
        if INVISIBLE.search(text):
            self._places = [place for place, sign in enumerate(text) if not INVISIBLE.match(sign)]
            text = INVISIBLE.sub("", text)
        self.plain = text if text.isascii() and "\t" not in text and "`" not in text else text.translate(SIGNS)

    def span(self, start: int, end: int) -> tuple[int, int]:
        if not self._places:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    @cached_property
    def lower(self) -> str:
        """As long as ``plain``, whatever a language does to its capitals."""
        lower = self.plain.lower()
        if len(lower) == len(self.plain):
            return lower
        return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in self.plain)

    @cached_property
    def around_digits(self) -> list[tuple[int, int]]:
        return list(self.around(DIGIT, 100))

    def around(self, sign: re.Pattern[str], most: int) -> Iterator[tuple[int, int]]:
        """Stretches of the text within ``most`` characters of a sign in lower case, for rules too slow for all of it."""
        start, end = 0, -1
        for found in sign.finditer(self.lower):
            if found.start() - most > end:
                if end > 0:
                    yield start, end
                start = max(0, found.start() - most)
            end = found.end() + most
        if end > 0:
            yield start, min(end, len(self.plain))

    @cached_property
    def numbers(self) -> str:
        """As long as ``plain``, without the numbers that are nobody's; letters typed for digits are digits."""
        quiet = HARMLESS.sub(lambda found: FILLED * len(found[0]), self.plain)
        return DIGITS_AND_LETTERS.sub(lambda found: found[0].translate(LETTERS_FOR_DIGITS), quiet)

    def before(self, place: int, most: int = 40) -> str:
        """The beginning of the same line, at most so many characters of it."""
        return self.plain[max(0, place - most) : place].rpartition("\n")[2]

    def after(self, place: int, most: int = 40) -> str:
        return self.plain[place : place + most].partition("\n")[0]
