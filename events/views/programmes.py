"""Programmes: who paid for what, where, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.maps import dots
from events.models import Event, Organisation, Programme, Resource, Survey
from events.reading.rolls import partners
from events.views.frame import preview, way_to
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs
from kpknow.exports.jsonld import thing

NEWEST = 12
"""Events and resources a programme's page shows; all of them are a link away."""


def way_here() -> Crumbs:
    return crumbs((_("Programmes"), reverse("events:programmes")))


@reader_page
def programmes(request: HttpRequest) -> HttpResponse:
    listing = PlainListing(request, Programme.objects.visible_to(request.user).for_list(), "name")
    context = {"listing": listing, "section": "programmes"}
    return render(request, "events/programmes.html", context | way_to(request, way_here()))


@reader_page
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Programme.objects.visible_to(user).for_page(user), slug)
    named = Organisation.objects.visible_to(user)
    roles = found.programme_partners.filter(organisation__in=named).select_related("organisation__country")
    countries = sorted(found.countries.all(), key=str)
    context = {
        "programme": found,
        "partners": partners(roles),
        "events": list(Event.objects.visible_to(user).filter(programme=found).for_list().latest_first()[: NEWEST + 1]),
        "resources": list(Resource.objects.visible_to(user).filter(programme=found).newest()[: NEWEST + 1]),
        "surveys": list(Survey.objects.visible_to(user).filter(programme=found)),
        "newest": NEWEST,
        "countries": countries,
        "dots": dots(countries),
        "section": "programmes",
    }
    project = thing(
        "Project",
        name=found.name,
        alternateName=found.short_name,
        description=found.summary,
        url=request.build_absolute_uri(found.get_absolute_url()),
    )
    way = way_to(request, way_here(), found, project)
    return render(request, "events/programme.html", context | preview(found) | way)
