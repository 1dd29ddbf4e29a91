"""Programmes: who paid for what, where, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.maps import dots
from events.models import Event, Organisation, Programme, Resource, Survey
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing


@reader_page
def programmes(request: HttpRequest) -> HttpResponse:
    shown = list(Programme.objects.visible_to(request.user).for_list())
    return render(request, "events/programmes.html", {"programmes": shown, "crumbs": crumbs(), "section": "programmes"})


@reader_page
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Programme.objects.visible_to(user).for_page(user), slug)
    countries = sorted(found.countries.all(), key=str)
    way = crumbs((_("Programmes"), reverse("events:programmes")))
    project = thing("Project", name=found.name, alternateName=found.short_name, description=found.summary)
    context = {
        "programme": found,
        "partners": found.programme_partners.filter(
            organisation__in=Organisation.objects.visible_to(user)
        ).select_related("organisation__country"),
        "events": Event.objects.visible_to(user).filter(programme=found).for_list().latest_first(),
        "resources": Resource.objects.visible_to(user).filter(programme=found),
        "surveys": Survey.objects.visible_to(user).filter(programme=found),
        "countries": countries,
        "dots": dots(countries),
        "crumbs": way,
        "section": "programmes",
        "edit_url": reverse("admin:events_programme_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld([project, crumbs_jsonld(request, [*way, (found.name, found.get_absolute_url())])]),
    }
    return render(request, "events/programme.html", context)
