"""Tables of one theme to keep."""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.models import Use
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV, download
from kpknow.exports.record_file import Address
from stories.exports.theme_evidence import EVIDENCE_COLUMNS, FIGURE_COLUMNS, Row, evidence_rows, figure_rows
from stories.models import Theme

NOBODY = AnonymousUser()


def theme_table(
    request: HttpRequest,
    slug: str,
    name: str,
    columns: tuple[str, ...],
    rows: Callable[[Theme, Address], Iterator[Row]],
) -> HttpResponse:
    theme = shown_record(Theme.objects.visible_to(NOBODY, Use.EXPORTS), slug)
    lines = rows(theme, request.build_absolute_uri)
    return download(request, f"{theme.slug}-{name}.csv", CSV, lambda: csv_chunks(columns, lines))


@reader_page
def theme_evidence(request: HttpRequest, slug: str) -> HttpResponse:
    return theme_table(request, slug, "evidence", EVIDENCE_COLUMNS, evidence_rows)


@reader_page
def theme_figures(request: HttpRequest, slug: str) -> HttpResponse:
    return theme_table(request, slug, "figures", FIGURE_COLUMNS, figure_rows)
