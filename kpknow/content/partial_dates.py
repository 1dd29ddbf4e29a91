"""Dates of which only some parts are known, written as EDTF (ISO 8601-2, levels 0 to 2).

``2019-10-20`` a day, ``2015-05`` a month, ``2017-21`` spring (22 summer, 23 autumn, 24 winter), ``2018~`` about
2018, ``XXXX-03`` March of an unrecorded year. Unknown parts stay unknown: nothing here ever fills them in.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

POINT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?")
SPRING = 21
UNKNOWN_YEAR = "XXXX"


@dataclass(frozen=True)
class PartialDate:
    """One point in time. ``year`` None: not recorded. ``month`` 1-12, or 21-24 for a season (EDTF level 1)."""

    year: int | None
    month: int | None = None
    day: int | None = None
    about: bool = False

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> "PartialDate":
        """Read EDTF; raises ValidationError with words a curator understands.

        Remembered, since checking against the standard costs ten milliseconds and lists read the same dates again.
        """
        match = POINT.fullmatch(text)
        if not match:
            raise ValidationError(
                _("“%(text)s” is not a date we can keep. Write 2019, 2019-10, 2019-10-20, 2018~ or XXXX-03."),
                code="edtf",
                params={"text": text},
            )
        month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
        date = cls(None if match["year"] == UNKNOWN_YEAR else int(match["year"]), month, day, bool(match["about"]))
        date.check()
        return date

    def check(self) -> None:
        """Raise ValidationError for a date that cannot be: 30 February, month 13, a day without its month."""
        if self.day is not None and (self.month is None or self.month > 12):
            raise ValidationError(_("A day needs its month."), code="day_without_month")
        if self.month is not None and not (1 <= self.month <= 12 or SPRING <= self.month <= SPRING + 3):
            raise ValidationError(_("There is no month %(month)s."), code="month", params={"month": self.month})
        if self.year == 0:
            raise ValidationError(_("There is no year 0."), code="year")
        if self.year is None and self.month is None:
            raise ValidationError(_("Give a year or a month, or leave the whole date empty."), code="empty")
        if self.day is not None:
            try:
                dt.date(self.year or 2000, self.month or 1, self.day)
            except ValueError as impossible:
                raise ValidationError(_("That day does not exist."), code="day") from impossible
        if self.is_day:
            return  # the calendar has said yes; asking the standard too costs ten milliseconds
        try:
            parse_edtf(str(self))
        except EDTFParseException as impossible:
            raise ValidationError(_("That date does not exist."), code="edtf") from impossible

    def __str__(self) -> str:
        parts = [UNKNOWN_YEAR if self.year is None else f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.about else "")

    @property
    def earliest(self) -> dt.date | None:
        """First day it can have been; None while the year is unknown."""
        return self._bound("lower_strict")

    @property
    def latest(self) -> dt.date | None:
        """Last day it can have been; None while the year is unknown."""
        return self._bound("upper_strict")

    def _bound(self, side: str) -> dt.date | None:
        if self.year is None:
            return None
        if self.is_day:
            return dt.date(self.year, self.month or 1, self.day or 1)
        return bound_in_standard(str(self), side)

    @property
    def is_day(self) -> bool:
        """Whether the very day is known: only then may a machine be told a date."""
        return self.year is not None and self.day is not None and not self.about

    @property
    def machine(self) -> str:
        """ISO 8601 for ``<time datetime>`` and schema.org; empty where a machine would read more than is known."""
        return str(self) if self.year is not None and not self.about and (self.month or 0) <= 12 else ""

    @property
    def words(self) -> str:
        """In the reader's language: “20 October 2019”, “October, about 2018”, “March, year not recorded”."""
        return words_in(self, get_language())

    def month_words(self) -> str:
        if self.month is None or self.month > 12:
            seasons = (_("spring"), _("summer"), _("autumn"), _("winter"))
            return seasons[(self.month or SPRING) - SPRING]
        month = str(MONTHS[self.month])
        return f"{self.day} {month}" if self.day else month


@lru_cache(4096)
def bound_in_standard(text: str, side: str) -> dt.date:
    """Remembered, for asking the standard costs ten milliseconds and a spreadsheet holds the same months again."""
    return dt.date(*getattr(parse_edtf(text), side)()[:3])


@lru_cache(10_000)
def words_in(date: PartialDate, language: str | None) -> str:
    """A date in the language that is active; every list says the same few dates again and again."""
    if date.year is None:
        return _("%(month)s, year not recorded") % {"month": date.month_words()}
    if date.month is None:
        return _("about %(year)s") % {"year": date.year} if date.about else str(date.year)
    if date.about:
        return _("%(month)s, about %(year)s") % {"month": date.month_words(), "year": date.year}
    if date.month > 12:
        return _("%(season)s %(year)s") % {"season": date.month_words(), "year": date.year}
    if date.day is None:
        return formats.date_format(dt.date(date.year, date.month, 1), "YEAR_MONTH_FORMAT")
    return formats.date_format(dt.date(date.year, date.month, date.day), "j F Y")


def period_words(start: PartialDate | None, end: PartialDate | None) -> str:
    """“2014–2017”, “spring 2017 to summer 2017”, one date, or “date not recorded”."""
    if not start or not end or start == end:
        date = start or end
        return date.words if date else _("date not recorded")
    if start.month is None and end.month is None and not start.about and not end.about:
        return f"{start.words}–{end.words}"
    return _("%(start)s to %(end)s") % {"start": start.words, "end": end.words}


if TYPE_CHECKING:
    TextField = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    TextField = models.CharField  # Django's fields take no type parameters at run time


class PartialDateField(TextField):
    """Keeps a PartialDate as EDTF text and, when named, its bounds in two date columns for sorting and filtering.

    The bound columns are declared below it and filled when the record is saved, as ImageField does with its sizes.
    """

    description = gettext_lazy("Partial date (EDTF)")

    def __init__(self, *args: Any, earliest_field: str = "", latest_field: str = "", **kwargs: Any) -> None:
        self.earliest_field, self.latest_field = earliest_field, latest_field
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"earliest_field": self.earliest_field, "latest_field": self.latest_field}
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or not value:
            return value or None
        return PartialDate.parse(str(value).strip())

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        return str(date) if date else None

    def pre_save(self, model_instance: models.Model, add: bool) -> PartialDate | None:
        date = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, date)
        for field, bound in ((self.earliest_field, "earliest"), (self.latest_field, "latest")):
            if field:
                setattr(model_instance, field, getattr(date, bound) if date else None)
        return date

    def clean(self, value: Any, model_instance: models.Model | None) -> PartialDate | None:
        date = super().clean(value, model_instance)
        return date if isinstance(date, PartialDate) else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        from kpknow.content.forms import PartialDateFormField  # noqa: PLC0415  forms may import this module

        return PartialDateFormField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text, initial=kwargs.get("initial")
        )
