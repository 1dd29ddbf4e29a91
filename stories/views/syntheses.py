"""Syntheses: what did participants themselves make of the week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.models import Synthesis, Theme


@reader_page
def syntheses(request: HttpRequest) -> HttpResponse:
    shown = list(Synthesis.objects.visible_to(request.user).for_list())
    return render(request, "stories/syntheses.html", {"syntheses": shown, "crumbs": crumbs(), "section": ""})


@reader_page
def synthesis(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Synthesis.objects.visible_to(user).for_page(user), slug)
    way = crumbs((_("Syntheses"), reverse("stories:syntheses")))
    report = thing(
        "Report",
        name=found.title,
        description=found.summary,
        datePublished=found.dated and found.dated.machine,
        inLanguage=found.language,
    )
    context = {
        "synthesis": found,
        "event": Event.objects.visible_to(user).filter(pk=found.event_id).select_related("parent").first(),
        "shown_themes": set(Theme.objects.visible_to(user).values_list("pk", flat=True)),
        "crumbs": way,
        "section": "",
        "edit_url": reverse("admin:stories_synthesis_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld([report, crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])]),
    }
    return render(request, "stories/synthesis.html", context)
