"""The documents everything here was taken from, and what was taken from each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Organisation, Programme, Resource, Survey
from kpknow.content.lookup import reader_page
from kpknow.content.models import Source
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.models import Story, Synthesis, Theme

KINDS = (
    (gettext_lazy("Stories"), Story),
    (gettext_lazy("Events"), Event),
    (gettext_lazy("Syntheses"), Synthesis),
    (gettext_lazy("Surveys"), Survey),
    (gettext_lazy("Themes"), Theme),
    (gettext_lazy("Programmes"), Programme),
    (gettext_lazy("Organisations"), Organisation),
    (gettext_lazy("Resources"), Resource),
)


@reader_page
def sources(request: HttpRequest) -> HttpResponse:
    context = {"sources": Source.objects.visible_to(request.user), "crumbs": crumbs(), "section": ""}
    return render(request, "pages/sources.html", context)


@reader_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Source.objects.visible_to(request.user), slug=slug)
    taken = [
        (title, list(kind.objects.visible_to(request.user).filter(source=found).for_list())) for title, kind in KINDS
    ]
    way = crumbs((_("Sources"), reverse("pages:sources")))
    work = thing(
        "CreativeWork",
        name=found.title,
        publisher=found.publisher and thing("Organization", name=found.publisher),
        datePublished=found.published and found.published.machine,
        inLanguage=found.language,
        url=found.url,
    )
    trail = crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])
    context = {
        "source": found,
        "taken": [(title, records) for title, records in taken if records],
        "crumbs": way,
        "section": "",
        "jsonld": jsonld([work, trail]),
    }
    return render(request, "pages/source.html", context)
