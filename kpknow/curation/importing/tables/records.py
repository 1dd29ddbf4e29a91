"""Columns that records of several kinds share."""

from django.utils.translation import gettext_lazy as _

from kpknow.content.models import Source
from kpknow.curation.importing.columns import Column, DayColumn, LanguagesColumn, TextColumn
from kpknow.curation.importing.naming_columns import OneColumn

SLUG = TextColumn(
    "slug",
    _("The last part of its address. It finds the record when the file comes again; empty for new ones: made for you."),
    "blue-river-network",
    also=("address",),
)

SOURCING: tuple[Column, ...] = (
    LanguagesColumn("language", _("The language its text is written in."), "en"),
    OneColumn("source", _("The document its facts come from."), "annual-report-2019", of=Source),
    TextColumn("source_page", _("Page or part of that document."), "p. 12"),
    DayColumn("checked_on", _("When it was checked against its source."), "2026-03-01"),
    DayColumn("next_check_on", _("When to check it again."), "2027-03-01"),
)
