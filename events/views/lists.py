"""Lists to keep: the events, organisations and resources of a list as a table or as references."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from events.exports.events import EVENT_FILE
from events.exports.organisations import ORGANISATION_FILE
from events.exports.resources import RESOURCE_FILE
from events.facets import BY_DATE
from events.reading.catalogues import EVENTS, ORGANISATIONS, RESOURCES
from events.views.organisations import BY_NAME
from events.views.resources import BY_TITLE
from kpknow.content.catalogue import Catalogue
from kpknow.content.catalogue_listing import KeyListing
from kpknow.content.facet import Sort
from kpknow.content.leaving import asked_pks
from kpknow.content.lookup import reader_page


def chosen(request: HttpRequest, catalogue: Catalogue[Any], sorts: Sequence[Sort]) -> list[int]:
    """Takes the filters and the order of the list of this kind."""
    listing = KeyListing(request, catalogue, sorts)
    return asked_pks(listing, request)


@reader_page
def events_csv(request: HttpRequest) -> HttpResponse:
    return EVENT_FILE.csv(request, chosen(request, EVENTS, BY_DATE))


@reader_page
def events_ris(request: HttpRequest) -> HttpResponse:
    return EVENT_FILE.ris(request, chosen(request, EVENTS, BY_DATE))


@reader_page
def organisations_csv(request: HttpRequest) -> HttpResponse:
    return ORGANISATION_FILE.csv(request, chosen(request, ORGANISATIONS, BY_NAME))


@reader_page
def organisations_ris(request: HttpRequest) -> HttpResponse:
    return ORGANISATION_FILE.ris(request, chosen(request, ORGANISATIONS, BY_NAME))


@reader_page
def resources_csv(request: HttpRequest) -> HttpResponse:
    return RESOURCE_FILE.csv(request, chosen(request, RESOURCES, BY_TITLE))


@reader_page
def resources_ris(request: HttpRequest) -> HttpResponse:
    return RESOURCE_FILE.ris(request, chosen(request, RESOURCES, BY_TITLE))
