"""Dates as people write them in tables, read into what is certain of them and no further.

“20 October 2019”, “Oct 2019”, “20.10.2019”, “spring 2017”, “about 2018”, “mars 2015”, “20 октября 2019” and EDTF. Where
one could read two dates, as in 03/04/2019, none is read.
"""

import re
import unicodedata
from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.utils import dates, translation
from django.utils.translation import gettext as _

from kpknow.content.partial_dates import POINT, PartialDate

LANGUAGES = ("en", "fr", "es", "pt", "ru")
SEASONS = {
    21: "spring printemps primavera весна весной",
    22: "summer ete verano verao лето летом",
    23: "autumn fall automne otono outono осень осенью",
    24: "winter hiver invierno inverno зима зимой",
}
ABOUT = re.compile(
    r"^(about|around|approx\.?|approximately|circa|ca?\.|vers|environ|около|hacia|cerca de|~)\s*|\s*[~?]$"
)
WITHOUT_YEAR = re.compile(r"[,\s]*\(?(year not recorded|year unknown)\)?$")
DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?(?: 00:00(?::00)?)?")
MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|º|°|-го)?\.?\s+(?:de\s+|do\s+)?)?([^\W\d]+)\.?"
    r"(?:\s+de)?(?:[\s,]+(\d{4})(?:\s*г\.?(?:ода)?)?)?"
)
AMERICAN = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


@lru_cache(maxsize=4096)
def read_date(text: str) -> PartialDate:
    """Raises ValidationError with words a curator understands."""
    text = " ".join(text.split())
    if POINT.fullmatch(text):
        return PartialDate.parse(text)
    said = plain(text)
    core = ABOUT.sub("", said)
    about = core != said
    without_year = WITHOUT_YEAR.sub("", core)
    year, month, day = parts_of(without_year, text)
    date = PartialDate(year, month, day, about)
    date.check()
    if year is None and without_year == core:
        raise not_a_date(text)
    return date


def parts_of(core: str, text: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day; ValidationError where they are not certain."""
    if found := YEAR_FIRST.fullmatch(core):
        return int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    if found := MONTH_YEAR.fullmatch(core):
        return int(found[2]), int(found[1]), None
    if found := DAY_FIRST.fullmatch(core):
        return int(found[4]), *day_and_month(int(found[1]), int(found[3]), found[2], text)
    if re.fullmatch(r"\d{4}", core):
        return int(core), None, None
    if found := WORDS.fullmatch(core):
        day, month, year = found.groups()
    elif found := AMERICAN.fullmatch(core):
        month, day, year = found.groups()
    else:
        raise not_a_date(text)
    number = month_names().get(month)
    if number is None:
        raise not_a_date(text)
    return int(year) if year else None, number, int(day) if day else None


def day_and_month(first: int, second: int, sign: str, text: str) -> tuple[int, int]:
    """(month, day). With points the day comes first everywhere; with other signs that depends on who writes."""
    if sign == "." or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    raise ValidationError(
        _("“%(text)s” can be read as two dates. Write it as 2019-10-20, or with the month as a word."),
        code="two_dates",
        params={"text": text},
    )


def not_a_date(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a date we can read. Write 2019, 2019-10, 2019-10-20, October 2019 or 2018~."),
        code="unreadable",
        params={"text": text[:60]},
    )


def plain(text: str) -> str:
    """Lower case, without accents; й stays й."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign) or sign == "\u0306")
    return unicodedata.normalize("NFC", bare)


@cache
def month_names() -> dict[str, int]:
    """Folded name, full or short → month or season; one that two languages give to two months is left out."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for names in (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_AP, dates.MONTHS_ALT):
                for number, name in names.items():
                    found.setdefault(plain(str(name)).rstrip("."), set()).add(number)
    found.setdefault("sept", {9})
    for number, words in SEASONS.items():
        for word in words.split():
            found.setdefault(word, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
