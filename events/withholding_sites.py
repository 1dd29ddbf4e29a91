"""Ways to the site of a shielded organisation, taken out of whatever readers are answered with.

Curators link to it in texts, sources and resources, in pages, feeds, files and previews, today and next year. So it is
not the templates that are asked but the finished answer.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from events.models import Organisation
from events.models.organisation import SHIELDED
from kpknow.content.showing import SHOWN_BEFORE_PUBLISHED
from kpknow.safety.withheld_sites import WithheldSites, site_of

READ_AS_TEXT = re.compile(r"text/|application/(?:[\w.]+\+)?(?:xml|json|x-research-info)", re.IGNORECASE)
"""Files that come as they are (documents, pictures) are not opened: a shield shows staff which records hold them."""

SOMETHING_BROKE = 500
SIGNS_OF_LIFE = ("healthz", "readyz")

held: dict[str, Any] = {"version": None, "sites": WithheldSites(())}
"""The sites, under the content version they were read at; of this worker."""


def withheld_sites() -> WithheldSites:
    """Of organisations shielded with “no link” or more, this site's own never among them.

    Asked of the driver itself: one indexed read, the same for every answer whatever stands in it; the sites again only
    when anything public changed.
    """
    version = driver_rows("SELECT token, number, epoch FROM content_contentversion WHERE id = 1")
    if not version or version[0][0] is None or version != held["version"]:
        held["sites"] = WithheldSites(shielded_sites())
        held["version"] = version
    return cast("WithheldSites", held["sites"])


def shielded_sites() -> set[str]:
    table = Organisation._meta.db_table
    levels = ", ".join(f"'{level.value}'" for level in SHIELDED)
    rows = driver_rows(f"SELECT website FROM {table} WHERE shield IN ({levels})")  # noqa: S608  # words of our own code
    own = urlsplit(settings.SITE_ADDRESS).hostname or ""
    sites = {site_of(website) for (website,) in rows} - {""}
    return {site for site in sites if own != site and not own.endswith(f".{site}")}


def driver_rows(statement: str) -> list[tuple[Any, ...]]:
    """Raises Django's database errors: by these a database that is away is known."""
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return [tuple(row) for row in cursor.fetchall()]


def without_shielded_sites(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, below everything that measures or compresses an answer. Staff's own pages keep what they edit."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if holds_no_words(request, response) or is_for_staff(request, response):
            return response
        sites = withheld_sites()
        if not sites:
            return response
        if response.streaming:
            streamed: Any = response
            streamed.streaming_content = pieces_without(sites, streamed.streaming_content)
        else:
            response.content = sites.taken_out(response.content.decode("utf-8", "replace")).encode()
        return response

    return answered


def holds_no_words(request: HttpRequest, response: HttpResponse) -> bool:
    """Files, pages that say something broke, and “ok”: these stand also where the database does not answer."""
    if not READ_AS_TEXT.match(response.get("Content-Type", "")) or response.status_code >= SOMETHING_BROKE:
        return True
    return request.resolver_match is not None and request.resolver_match.url_name in SIGNS_OF_LIFE


def is_for_staff(request: HttpRequest, response: HttpResponse) -> bool:
    """What a reader would see before it is published is no page of the staff, wherever it stands."""
    match = request.resolver_match
    return match is not None and "admin" in match.app_names and not getattr(response, SHOWN_BEFORE_PUBLISHED, False)


def pieces_without(sites: WithheldSites, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Files are sent in pieces of whole rows, so no address is cut in two."""
    for piece in pieces:
        yield sites.taken_out(piece.decode("utf-8", "replace")).encode()
