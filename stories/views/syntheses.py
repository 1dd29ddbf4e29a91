"""Syntheses: what did participants themselves make of the week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Synthesis
from stories.reading.schema import report


def way_here() -> Crumbs:
    return crumbs((_("Syntheses"), reverse("stories:syntheses")))


@reader_page
def syntheses(request: HttpRequest) -> HttpResponse:
    listing = PlainListing(request, Synthesis.objects.visible_to(request.user), "title", "pk")
    context = {
        "listing": listing,
        "canonical": request.build_absolute_uri(listing.url(page=listing.number)),
        "section": "",
        "jsonld": jsonld([crumbs_jsonld(request, way_here())]),
    }
    return render(request, "stories/syntheses.html", context)


@reader_page
def synthesis(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Synthesis.objects.visible_to(user).for_page(user), slug)
    way = [*way_here(), (found.title, found.get_absolute_url())]
    context = {
        "synthesis": found,
        "event": found.shown_event,
        "crumbs": way[:-1],
        "section": "",
        "edit_url": "" if found.is_published else reverse("admin:stories_synthesis_change", args=(found.pk,)),
        "jsonld": jsonld([report(request, found), crumbs_jsonld(request, way)]),
    }
    return render(request, "stories/synthesis.html", context)
