"""Places and people: one page each, one list each, from the same two templates that tags have."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.maps import dots
from events.models import Country, Event, Organisation, Population
from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from kpknow.pages.concepts import Shelf, counted, place_shelves, population_shelves
from kpknow.pages.terms import said_of
from stories.models import Story

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
    user = request.user
    shown = counted(
        Country.objects.visible_to(user),
        (
            (Story.objects.visible_to(user), "countries"),
            (Event.objects.visible_to(user), "country"),
            (Organisation.objects.visible_to(user).exclude(country__is_quiet=True), "country"),
        ),
    )
    shown.sort(key=lambda country: (country.region, str(country)))
    context = {"countries": shown, "dots": dots(shown), "crumbs": crumbs(), "section": "places"}
    return render(request, "pages/places.html", context)


@reader_page
def place(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.lower():
        return redirect("pages:place", code=code.lower(), permanent=True)
    country = get_object_or_404(Country.objects.visible_to(request.user), pk=code.upper())
    shelves = place_shelves(country.pk, request.user, country.is_quiet)
    way = [(_("Places"), reverse("pages:places"))]
    shown = {"dots": dots((), host=country), "country": country, "section": "places"} | said_of(country)
    return concept_page(request, country, shelves, way, **shown)


@reader_page
def people(request: HttpRequest) -> HttpResponse:
    user = request.user
    shown = counted(
        Population.objects.visible_to(user),
        (
            (Story.objects.visible_to(user), "populations"),
            (Event.objects.visible_to(user), "populations"),
            (Organisation.objects.visible_to(user), "populations"),
        ),
    )
    context = {"concepts": shown, "crumbs": crumbs(), "title": _("People"), "section": ""}
    context["lede"] = _("Whose movements these are, in the words of WHO and UNAIDS and with respect for their own.")
    return render(request, "pages/concepts.html", context)


@reader_page
def population(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Population.objects.visible_to(request.user), slug=slug)
    shelves = population_shelves(found.pk, found.slug, request.user)
    way = [(_("People"), reverse("pages:people"))]
    words = said_of(found)
    return concept_page(request, found, shelves, way, definition=found.definition, note=found.usage_note, **words)
