"""Themes and syntheses as rows and references."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from events.models import Event
from kpknow.content.models import Use
from kpknow.content.partial_dates import PartialDate
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference
from stories.models import Synthesis, Theme

NOBODY = AnonymousUser()
THEME_COLUMNS = ("address", "name", "kind", "meaning", "summary", "limits", "language", "checked_on", "published_on")
SYNTHESIS_COLUMNS = ("address", "title", "date", "date_edtf", "made_by", "event", "summary", "language", "published_on")


def leaving_themes() -> Any:
    return Theme.objects.visible_to(NOBODY, Use.EXPORTS)


def theme_entries(themes: list[Theme], address: Address) -> Iterator[Entry]:
    for theme in themes:
        where = address(theme.get_absolute_url())
        checked = theme.checked_on
        published = theme.published_at.date().isoformat() if theme.published_at else ""
        row = (
            *(where, theme.name, theme.get_kind_display(), theme.meaning, theme.summary, theme.limits.split("\n")),
            *(theme.language, checked.isoformat() if checked else "", published),
        )
        reference = Reference(
            "RPRT",
            theme.name,
            where,
            authors=[theme.written_by] if theme.written_by else [],
            date=PartialDate(checked.year, checked.month, checked.day) if checked else None,
            abstract=theme.summary or theme.meaning,
            language=theme.language,
        )
        yield Entry(row, reference)


def leaving_syntheses() -> Any:
    event = Event.objects.visible_to(NOBODY, Use.EXPORTS).filter(pk=OuterRef("event"))
    visible: Any = Synthesis.objects.visible_to(NOBODY, Use.EXPORTS)
    return visible.select_related("event", "source").annotate(shows_event=Exists(event))


def synthesis_entries(syntheses: list[Synthesis], address: Address) -> Iterator[Entry]:
    for synthesis in syntheses:
        where = address(synthesis.get_absolute_url())
        event = str(synthesis.event) if synthesis.event and synthesis.shows_event else ""
        dated = synthesis.dated
        published = synthesis.published_at.date().isoformat() if synthesis.published_at else ""
        row = (
            *(where, synthesis.title, dated.words if dated else "", str(dated or ""), synthesis.authors, event),
            *(synthesis.summary, synthesis.language, published),
        )
        source = synthesis.source
        reference = Reference(
            "RPRT",
            synthesis.title,
            where,
            authors=[synthesis.authors] if synthesis.authors else [],
            date=dated,
            abstract=synthesis.summary,
            language=synthesis.language,
            publisher=source.publisher if source and source.is_listed else "",
            series=event,
        )
        yield Entry(row, reference)


THEME_FILE = RecordFile("themes", THEME_COLUMNS, leaving_themes, theme_entries)
SYNTHESIS_FILE = RecordFile("syntheses", SYNTHESIS_COLUMNS, leaving_syntheses, synthesis_entries)
