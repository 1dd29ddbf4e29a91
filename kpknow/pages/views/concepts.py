"""Places and people: one page each, one list each, from the same two templates that tags have."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.maps import dots
from events.models import Country, Population
from events.reading.catalogues import EVENTS, ORGANISATIONS
from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from kpknow.pages.concepts import Shelf, counted, place_shelves, population_shelves, totals
from kpknow.pages.terms import said_of
from stories.reading.story_facets import STORIES

THIN = 2
"""Pages that lead to fewer records than this are kept out of search engines."""


def concept_page(
    request: HttpRequest, concept: Any, shelves: Sequence[Shelf], way: list[tuple[str, str]], **more: Any
) -> HttpResponse:
    records = sum(found.count for found in shelves)
    path = concept.get_absolute_url()
    term = thing("DefinedTerm", name=str(concept), url=request.build_absolute_uri(path))
    context = {
        "concept": concept,
        "shelves": shelves,
        "is_thin": records < THIN,
        "crumbs": crumbs(*way),
        "jsonld": jsonld([term, crumbs_jsonld(request, crumbs(*way, (str(concept), path)))]),
    }
    return render(request, "pages/concept.html", context | more)


@reader_page
def places(request: HttpRequest) -> HttpResponse:
    here = ((STORIES.now(), "place"), (EVENTS.now(), "place"), (ORGANISATIONS.now(), "place"))
    shown = counted(Country.objects.visible_to(request.user), totals(here), key="code")
    shown.sort(key=lambda country: (country.region, str(country)))
    context = {"countries": shown, "dots": dots(shown), "crumbs": crumbs(), "section": "places"}
    return render(request, "pages/places.html", context)


@reader_page
def place(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.lower():
        return redirect("pages:place", code=code.lower(), permanent=True)
    country = get_object_or_404(Country.objects.visible_to(request.user), pk=code.upper())
    shelves = place_shelves(country.pk, country.is_quiet)
    way = [(_("Places"), reverse("pages:places"))]
    shown = {"dots": dots((), host=country), "country": country, "section": "places"} | said_of(country)
    return concept_page(request, country, shelves, way, **shown)


@reader_page
def people(request: HttpRequest) -> HttpResponse:
    here = ((STORIES.now(), "people"), (EVENTS.now(), "people"), (ORGANISATIONS.now(), "people"))
    shown = counted(Population.objects.visible_to(request.user), totals(here))
    context = {"concepts": shown, "crumbs": crumbs(), "title": _("People"), "section": ""}
    context["lede"] = _("Whose movements these are, in the words of WHO and UNAIDS and with respect for their own.")
    return render(request, "pages/concepts.html", context)


@reader_page
def population(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Population.objects.visible_to(request.user), slug=slug)
    shelves = population_shelves(found.slug)
    way = [(_("People"), reverse("pages:people"))]
    words = said_of(found)
    return concept_page(request, found, shelves, way, definition=found.definition, note=found.usage_note, **words)
