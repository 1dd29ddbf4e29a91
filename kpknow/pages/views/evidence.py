"""Evidence in numbers, for reports: tables of what there is, each number with the records it counts."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pyroaring import BitMap

from events.maps import dots
from events.models import Country, Population
from kpknow.content.catalogue import Snapshot
from kpknow.content.facet import NOT_RECORDED, Sort
from kpknow.content.listing import Listing
from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.csv import Cell as FileCell
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV, download
from kpknow.exports.jsonld import render as jsonld
from kpknow.pages.concepts import having
from kpknow.pages.evidence import (
    GROUPS,
    MEMBERS,
    Table,
    countries_named,
    held_now,
    members,
    overall,
    people_named,
    programmes,
    tables,
    years,
)
from stories.models import Highlight, Theme
from stories.reading.voices import visible_codings

NOBODY = AnonymousUser()
COLUMNS = ("table", "row", "what", "records", "address")


class VoiceListing(Listing[Highlight]):
    """Voices by their places in the catalogue: two queries and one for their themes, however many there are."""

    sorts = (Sort("order", ""),)

    def __init__(self, request: HttpRequest, snapshot: Snapshot, bits: BitMap) -> None:
        self.snapshot, self.bits = snapshot, bits
        super().__init__(request)

    @property
    def count(self) -> int:
        return len(self.bits)

    @property
    def total(self) -> int:
        return self.count

    def stretch(self, start: int, stop: int) -> list[Highlight]:
        pks = self.snapshot.pks(self.bits[start:stop])
        voices = Highlight.objects.visible_to(NOBODY).for_page().prefetch_related(visible_codings(NOBODY))
        found = voices.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]


@reader_page
def evidence(request: HttpRequest) -> HttpResponse:
    held = held_now()
    countries = countries_named(held)
    context = {
        "overall": overall(held),
        "tables": tables(held, countries, people_named(held)),
        "dots": dots(countries),
        "country_count": len(countries),
        "crumbs": crumbs(),
        "section": "",
        "jsonld": jsonld([crumbs_jsonld(request, crumbs((_("Evidence in numbers"), request.path)))]),
    }
    return render(request, "pages/evidence.html", context)


@reader_page
def evidence_csv(request: HttpRequest) -> HttpResponse:
    held = held_now()
    shown = tables(held, countries_named(held), people_named(held))
    return download(request, "evidence.csv", CSV, lambda: csv_chunks(COLUMNS, file_rows(request, shown)))


def file_rows(request: HttpRequest, shown: Sequence[Table]) -> Iterator[Sequence[FileCell]]:
    for table in shown:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                address = request.build_absolute_uri(cell.url) if cell.url else ""
                yield (table.title, row.label, column, cell.count, address)


@reader_page
def evidence_voices(request: HttpRequest) -> HttpResponse:
    """All voices strangers may hear."""
    voices = held_now().voices
    return voice_list(request, VoiceListing(request, voices, voices.shown), _("All voices"))


@reader_page
def evidence_records(request: HttpRequest, kind: str, facet: str, value: str) -> HttpResponse:
    """What one number of a table counts, where no other list can be narrowed so far."""
    if facet not in GROUPS or kind not in ("voices", *MEMBERS):
        raise Http404
    held = held_now()
    groups = years(held) if facet == "year" else programmes(held)
    words = next((label for known, label, _url in groups if known == value), None)
    if words is None:
        raise Http404
    if kind == "voices":
        listing = VoiceListing(request, held.voices, having(held.voices, facet, value))
        return voice_list(request, listing, _("Voices: %(group)s") % {"group": words})
    title = {"countries": _("Countries"), "people": _("Populations"), "themes": _("Themes")}[kind]
    title = f"{title}: {words}"
    context = {
        "title": title,
        "records": records_of(kind, members(held, kind, facet, value)),
        "is_gap": value == NOT_RECORDED,
        "crumbs": way_here(),
        "jsonld": jsonld([crumbs_jsonld(request, [*way_here(), (title, request.path)])]),
    }
    return render(request, "pages/evidence_records.html", context)


def way_here() -> list[tuple[str, str]]:
    return crumbs((_("Evidence in numbers"), reverse("pages:evidence")))


def records_of(kind: str, values: set[str]) -> list[Any]:
    """One query."""
    if kind == "themes":
        return list(Theme.objects.visible_to(NOBODY).filter(pk__in=map(int, values)).in_order())
    if kind == "people":
        return list(Population.objects.visible_to(NOBODY).filter(slug__in=values))
    codes = [value.upper() for value in values]
    return sorted(Country.objects.visible_to(NOBODY).filter(pk__in=codes), key=str)


def voice_list(request: HttpRequest, listing: VoiceListing, title: str) -> HttpResponse:
    context = {
        "title": title,
        "listing": listing,
        "crumbs": way_here(),
        "section": "",
        "jsonld": jsonld([crumbs_jsonld(request, [*way_here(), (title, request.path)])]),
    }
    return render(request, "stories/voices.html", context)
