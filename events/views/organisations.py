"""Organisations: who they are, what they do, where they took part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import facets
from events.models import Event, Organisation, OrganisationKind, Participation, Programme, Resource
from kpknow.content.listing import Listing, Sort
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing


@reader_page
def organisations(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        Organisation.objects.visible_to(request.user).for_list(),
        (
            facets.places("country"),
            facets.people(),
            facets.kinds("kind", gettext_lazy("Kind"), OrganisationKind.choices),
        ),
        (Sort("name", gettext_lazy("Name"), lambda records: records.order_by("name")),),
    )
    return render(request, "events/organisations.html", {"listing": listing, "section": "organisations"})


@reader_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Organisation.objects.visible_to(user).for_page(user), slug)
    named = Organisation.objects.visible_to(user)
    participations = Participation.objects.visible_to(user).filter(
        organisation=found, event__in=Event.objects.visible_to(user)
    )
    way = crumbs((_("Organisations"), reverse("events:organisations")))
    body = thing(
        "Organization",
        name=found.name,
        alternateName=[name.name for name in found.names.all()] or found.acronym,
        description=found.summary,
        location=found.country and thing("Country", name=str(found.country)),
        url=found.public_website,
    )
    context = {
        "organisation": found,
        "networks": found.networks.filter(network__in=named).select_related("network"),
        "members": found.memberships.filter(member__in=named).select_related("member"),
        "participations": participations.select_related("event__parent").order_by("event__title"),
        "programme_roles": found.programme_roles.filter(
            programme__in=Programme.objects.visible_to(user)
        ).select_related("programme"),
        "resources": Resource.objects.visible_to(user).filter(publishers=found),
        "crumbs": way,
        "section": "organisations",
        "edit_url": reverse("admin:events_organisation_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld([body, crumbs_jsonld(request, [*way, (found.name, found.get_absolute_url())])]),
    }
    return render(request, "events/organisation.html", context)
