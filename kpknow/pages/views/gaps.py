"""The gap map: where nothing is recorded, and what is recorded elsewhere."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.csv import Cell as FileCell
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV, download
from kpknow.exports.jsonld import render as jsonld
from kpknow.pages.gap_map import Cell, CellListing, GapMap, Row

COLUMNS = ("themes", "country", "people", "recorded", "address")


def way_here() -> Crumbs:
    return crumbs((_("Evidence in numbers"), reverse("pages:evidence")))


@reader_page
def gaps(request: HttpRequest) -> HttpResponse:
    listing = GapMap(request)
    context = {
        "listing": listing,
        "rows": listing.page,
        "themes": [listing.themes[slug] for slug in listing.asked_of("theme")],
        "canonical": request.build_absolute_uri(listing.canonical),
        "crumbs": way_here(),
        "section": "",
        "jsonld": jsonld([crumbs_jsonld(request, [*way_here(), (_("Gap map"), request.path)])]),
    }
    return render(request, "pages/gaps.html", context)


@reader_page
def gap_records(request: HttpRequest) -> HttpResponse:
    """The stories and events of one cell."""
    listing = CellListing(request)
    way = [*way_here(), (_("Gap map"), reverse("pages:gaps"))]
    context = {
        "listing": listing,
        "crumbs": way,
        "section": "",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (_("What is recorded"), request.path)])]),
    }
    return render(request, "pages/gap_records.html", context)


@reader_page
def gaps_csv(request: HttpRequest) -> HttpResponse:
    """The whole table of a choice, and what stands under it. Of a choice nobody knows there is nothing to keep."""
    listing = GapMap(request)
    is_known = not any(is_asked_in_vain(listing, request, facet) for facet in ("theme", "people", "place"))
    return download(
        request, "gaps.csv", CSV, lambda: csv_chunks(COLUMNS, file_rows(request, listing) if is_known else ())
    )


def is_asked_in_vain(listing: GapMap, request: HttpRequest, facet: str) -> bool:
    return any(request.GET.getlist(facet)) and not listing.asked_of(facet)


def file_rows(request: HttpRequest, listing: GapMap) -> Iterator[Sequence[FileCell]]:
    themes = "; ".join(listing.themes[slug].name for slug in listing.asked_of("theme"))
    people = [str(population) for population in listing.columns]
    for row in listing.rows():
        for words, cell in named_cells(row, people):
            address = request.build_absolute_uri(cell.url) if cell.url else ""
            told = int(cell.words) if cell.words.isdigit() else cell.words
            yield (themes, str(row.country), words, told, address)
    for population in listing.silent_people:
        yield (themes, "", str(population), _("nothing recorded"), "")
    for country in listing.silent_countries:
        yield (themes, str(country), "", _("nothing recorded"), "")


def named_cells(row: Row, people: Sequence[str]) -> list[tuple[str, Cell]]:
    if row.whole:
        return [(_("not divided by people"), row.whole)]
    return list(zip(people, row.cells, strict=True))
