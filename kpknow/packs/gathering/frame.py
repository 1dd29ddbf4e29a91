"""What every gathering needs to know: for whom, in which language, and how records are addressed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from kpknow.content.models import Record
from kpknow.content.partial_dates import PartialDate
from kpknow.exports.deck import SourceLine
from kpknow.exports.ris import Reference


@dataclass(frozen=True)
class Frame:
    """``language`` is that of the words around the records; ``site_language`` that of their addresses."""

    absolute: Callable[[str], str]
    site_language: str
    language: str
    is_outside: bool = True
    is_formal: bool = True

    def address(self, record: Any) -> str:
        """Absolute, in the language of the page the pack was asked on: not every frame is a language of the site."""
        with override(self.site_language):
            return self.absolute(record if isinstance(record, str) else record.get_absolute_url())

    def of_site(self) -> AbstractContextManager[None]:
        """For addresses of lists, which no record gives."""
        return override(self.site_language)

    @property
    def today(self) -> str:
        return date_format(now(), "j E Y")

    def audience(self, *, has_figures: bool = False, has_findings: bool = False) -> dict[str, Any]:
        """What every deck says of those it is for. ``has_findings``: it uses all words of research."""
        terms = terms_used()[: 4 if has_findings else 3 if has_figures else 2] if self.is_outside else []
        return {
            "frame": self.language,
            "is_outside": self.is_outside,
            "is_formal": self.is_formal,
            "made_on": self.today,
            "terms": terms,
        }


def terms_used() -> list[tuple[str, str]]:
    """For readers who do not work in this field."""
    return [
        (
            _("Key populations"),
            _(
                "The groups HIV programmes know to be most affected: sex workers, people who use drugs, gay men and"
                " other men who have sex with men, trans people; people living with HIV work beside them here."
            ),
        ),
        (_("Voice"), _("A passage somebody said or wrote, shown as far as they agreed.")),
        (_("Base, n ="), _("How many people answered the question a figure comes from.")),
        (
            _("Supported, contested, thin"),
            _("Several voices or figures agree; some speak against it; it rests on little so far."),
        ),
    ]


def cited(reference: Reference, detail: str) -> str:
    """“Who. Title. Detail. kpknow. Address”: the citation of the record's page."""
    parts = ["; ".join(reference.authors), reference.title, detail, "kpknow", reference.address]
    return ". ".join(part.rstrip(".") for part in parts if part)


def lines_of(text: str) -> list[str]:
    """What is written one a line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def listed_source(record: Record, frame: Frame) -> SourceLine | None:
    """The document a record's facts were taken from, if readers may see it. Needs ``source`` loaded."""
    source = record.source
    if not source or not source.is_listed:
        return None
    return SourceLine(f"source:{source.pk}", source.title, source.publisher, frame.address(source), source.language)


def day(date: Any) -> PartialDate | None:
    return PartialDate(date.year, date.month, date.day) if date else None
