"""Organisations: who they are, what they do, where they took part."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Organisation, Participation, Programme, Resource
from events.reading.catalogues import ORGANISATIONS
from events.reading.rolls import attendances
from events.views.frame import preview, way_to
from kpknow.content.catalogue_listing import RecordListing
from kpknow.content.facet import Sort
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import Crumbs, crumbs
from kpknow.exports.jsonld import Thing, thing

MOST = 50
"""Rows of one section; a network of hundreds stays one page a phone can load."""
BY_NAME = (Sort("name", gettext_lazy("Name")),)
NEWEST_EVENT = (F("event__starts_earliest").desc(nulls_last=True), "event__title", "role")


def way_here() -> Crumbs:
    return crumbs((_("Organisations"), reverse("events:organisations")))


@reader_page
def organisations(request: HttpRequest) -> HttpResponse:
    listing = RecordListing(request, ORGANISATIONS, BY_NAME)
    context = {"listing": listing, "section": "organisations"}
    return render(request, "events/organisations.html", context | way_to(request, way_here()))


@reader_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Organisation.objects.visible_to(user).for_page(user), slug)
    named, open_programmes = Organisation.objects.visible_to(user), Programme.objects.visible_to(user)
    took_part = Participation.objects.visible_to(user).filter(
        organisation=found, event__in=Event.objects.visible_to(user)
    )
    roles = found.programme_roles.filter(programme__in=open_programmes).select_related("programme")
    resources = Resource.objects.visible_to(user).filter(publishers=found)
    context = {
        "organisation": found,
        "networks": list(found.networks.filter(network__in=named).select_related("network")[:MOST]),
        "members": list(found.memberships.filter(member__in=named).select_related("member")[:MOST]),
        "attendances": attendances(took_part.select_related("event__parent").order_by(*NEWEST_EVENT)[:MOST]),
        "programme_roles": list(roles[:MOST]),
        "resources": list(resources[:MOST]),
        "section": "organisations",
    }
    way = way_to(request, way_here(), found, body(found))
    return render(request, "events/organisation.html", context | preview(found) | way)


def body(organisation: Organisation) -> Thing:
    """schema.org Organization: no more of its place than the country, no address the shield keeps back."""
    return thing(
        "Organization",
        name=organisation.name,
        alternateName=[name for name in (organisation.acronym, *map(str, organisation.names.all())) if name],
        description=organisation.summary,
        foundingDate=organisation.founded and organisation.founded.machine,
        location=organisation.country and thing("Country", name=str(organisation.country)),
        url=organisation.public_website,
    )
