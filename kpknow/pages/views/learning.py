"""The learning board of one event: what is recorded at each stage, and what is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.pages.learning_board import board


@reader_page
def learning(request: HttpRequest, slug: str) -> HttpResponse:
    """A site visit is read on the board of the event it was part of."""
    event = shown_record(Event.objects.visible_to(request.user).select_related("parent"), slug)
    if event.parent:
        return redirect("pages:learning", slug=event.parent.slug)
    way = crumbs((_("Events"), reverse("events:events")), (event.title, event.get_absolute_url()))
    context = {
        "event": event,
        "board": board(event, request.user),
        "crumbs": way,
        "section": "events",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (_("Learning board"), request.path)])]),
    }
    return render(request, "pages/learning_board.html", context)
