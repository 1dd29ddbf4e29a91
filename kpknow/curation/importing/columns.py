"""Columns of tables: how a cell is read into a record, and how a record is written into a cell.

What is written is read back as the same, so that two texts say whether a row would change anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from events.models import term_key
from kpknow.content.models.record import language_tag
from kpknow.content.partial_dates import PartialDate
from kpknow.content.written_dates import read_date
from kpknow.curation.importing.vocabulary import CellRefused, Vocabulary

Words = str | Promise
EMPTIED = "(empty)"
"""Written into a cell to take out what stands in the record; an empty cell leaves it alone."""
YES = {"yes", "true", "1", "y", "x", "oui", "si", "sim", "да"}
NO = {"no", "false", "0", "n", "non", "nao", "нет"}
MOST_CHOICES_NAMED = 12


@dataclass(frozen=True)
class Column:
    """``field``: the model's. ``also``: other headings it is known by. ``is_shown``: part of template and export."""

    field: str
    meaning: Words
    example: str = ""
    required: bool = False
    heading: str = ""
    also: Sequence[str] = ()

    is_many = False

    @property
    def key(self) -> str:
        """The heading in files; it never changes and is never translated."""
        return self.heading or self.field

    def allowed(self) -> str:
        """What may be written, in words; empty for any text."""
        return ""

    def read(self, text: str, known: Vocabulary, field: Any) -> Any:
        """The value of a text that is not empty; CellRefused says what is wrong with it."""
        raise NotImplementedError

    def write(self, value: Any, known: Vocabulary) -> str:
        raise NotImplementedError

    def empty(self, field: Any) -> Any:
        """The value of a cell that says EMPTIED."""
        return None if field.null else ""

    def get(self, record: Any) -> Any:
        return getattr(record, self.field)

    def set(self, record: Any, value: Any) -> None:
        setattr(record, self.field, value)


@dataclass(frozen=True)
class TextColumn(Column):
    def allowed(self) -> str:
        return ""

    def read(self, text: str, known: Vocabulary, field: Any) -> str:
        if isinstance(field, models.URLField) and "://" not in text:
            text = f"https://{text}"
        if isinstance(field, models.CharField | models.URLField) and "\n" in text:
            text = " ".join(text.split())
        return str(cleaned(field, text))

    def write(self, value: Any, known: Vocabulary) -> str:
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class ChoiceColumn(Column):
    """Read by the lasting value or by its label; written by the value."""

    choices: type[models.TextChoices] = models.TextChoices

    def allowed(self) -> str:
        return ", ".join(self.choices.values)

    def read(self, text: str, known: Vocabulary, field: Any) -> str:
        key = term_key(text)
        for choice in self.choices:
            if key in (term_key(choice.value), term_key(choice.value.replace("_", " ")), term_key(str(choice.label))):
                return str(choice.value)
        shown = ", ".join(self.choices.values[:MOST_CHOICES_NAMED])
        raise CellRefused(
            _("“%(text)s” is not one of the values: %(choices)s.") % {"text": text[:80], "choices": shown}
        )

    def write(self, value: Any, known: Vocabulary) -> str:
        return str(value or "")


@dataclass(frozen=True)
class YesNoColumn(Column):
    def allowed(self) -> str:
        return "yes, no"

    def empty(self, field: Any) -> bool:
        return False

    def read(self, text: str, known: Vocabulary, field: Any) -> bool:
        key = term_key(text)
        if key in YES or key in NO:
            return key in YES
        raise CellRefused(_("Write yes or no."))

    def write(self, value: Any, known: Vocabulary) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class PartialDateColumn(Column):
    def allowed(self) -> str:
        return _("2019, 2019-10, 2019-10-20, October 2019, spring 2017, about 2018, XXXX-03 (year not recorded)")

    def read(self, text: str, known: Vocabulary, field: Any) -> PartialDate:
        try:
            return read_date(text)
        except ValidationError as refused:
            raise CellRefused(" ".join(refused.messages)) from refused

    def write(self, value: Any, known: Vocabulary) -> str:
        return str(value or "")


@dataclass(frozen=True)
class DayColumn(Column):
    """A whole date: day, month and year."""

    def allowed(self) -> str:
        return _("a whole date: 2019-10-20 or 20 October 2019")

    def read(self, text: str, known: Vocabulary, field: Any) -> Any:
        try:
            date = read_date(text)
        except ValidationError as refused:
            raise CellRefused(" ".join(refused.messages)) from refused
        if not date.is_day:
            raise CellRefused(_("Give the day, the month and the year: 2019-10-20."))
        return date.earliest

    def write(self, value: Any, known: Vocabulary) -> str:
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class NumberColumn(Column):
    def allowed(self) -> str:
        return _("a whole number")

    def read(self, text: str, known: Vocabulary, field: Any) -> int:
        bare = text.replace("\u00a0", "").replace(" ", "").replace("\u202f", "")
        if not bare.isascii() or not bare.isdecimal() or len(bare) > 9:
            raise CellRefused(_("Write a whole number."))
        return int(cleaned(field, int(bare)))

    def write(self, value: Any, known: Vocabulary) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class MoneyColumn(Column):
    def allowed(self) -> str:
        return _("a number: 75 or 12.50")

    def read(self, text: str, known: Vocabulary, field: Any) -> Decimal:
        try:
            amount = Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
        except InvalidOperation as refused:
            raise CellRefused(_("Write a number: 75 or 12.50.")) from refused
        if not amount.is_finite() or abs(amount) >= 10**9:
            raise CellRefused(_("Write a number: 75 or 12.50."))
        return Decimal(cleaned(field, amount))

    def write(self, value: Any, known: Vocabulary) -> str:
        return "" if value is None else f"{Decimal(value).normalize():f}"


@dataclass(frozen=True)
class LanguagesColumn(TextColumn):
    """One language tag, or several separated by spaces."""

    def allowed(self) -> str:
        return _("language tags (BCP 47): en, fr, pt-BR; several with a space between")

    def read(self, text: str, known: Vocabulary, field: Any) -> str:
        tags = text.replace(";", " ").replace(",", " ").split()
        for tag in tags:
            if not re.fullmatch(language_tag.regex, tag):
                raise CellRefused(str(language_tag.message))
        return str(cleaned(field, " ".join(tags)))


def cleaned(field: Any, value: Any) -> Any:
    """As the field would have it; its own words where it refuses. Relations are never asked this way: they query."""
    try:
        return field.clean(value, None)
    except ValidationError as refused:
        raise CellRefused(" ".join(refused.messages)) from refused
