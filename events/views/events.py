"""Events: when and where did people meet, and what was learned there."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import facets
from events.maps import dots
from events.models import (
    Event,
    EventKind,
    Participation,
    ParticipationRole,
    Programme,
    Resource,
    Session,
    SessionContribution,
    Survey,
)
from kpknow.content.listing import Listing
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import Thing, thing
from kpknow.exports.jsonld import render as jsonld


@reader_page
def events(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        Event.objects.visible_to(request.user).for_list(),
        (
            facets.kinds("kind", gettext_lazy("Kind"), EventKind.choices),
            facets.programmes(),
            facets.places("country"),
            facets.people(),
            facets.years("starts_earliest"),
        ),
        facets.by_date("starts_earliest"),
    )
    context = {"listing": listing, "section": "events", "is_by_date": listing.sort.name != "title"}
    return render(request, "events/events.html", context)


@reader_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Event.objects.visible_to(user).for_page(user), slug)
    if found.parent:
        return redirect(found)
    contributions = SessionContribution.objects.select_related("contributor", "consent")
    participations = list(Participation.objects.visible_to(user).filter(event=found))
    countries = sorted(found.countries.all(), key=str)
    way = crumbs((_("Events"), reverse("events:events")))
    context = {
        "event": found,
        "programme": Programme.objects.visible_to(user).filter(events=found).first(),
        "organisers": [one for one in participations if one.role == ParticipationRole.ORGANISER],
        "participations": participations,
        "sessions": Session.objects.visible_to(user)
        .filter(event=found)
        .prefetch_related(Prefetch("contributions", queryset=contributions)),
        "parts": Event.objects.visible_to(user)
        .filter(parent=found)
        .for_page(user)
        .order_by("starts_earliest", "title"),
        "resources": Resource.objects.visible_to(user).filter(events=found),
        "surveys": Survey.objects.visible_to(user).filter(events=found),
        "countries": countries,
        "dots": dots(countries, found.country),
        "crumbs": way,
        "section": "events",
        "edit_url": reverse("admin:events_event_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld(
            [happening(request, found), crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])]
        ),
    }
    return render(request, "events/event.html", context)


def happening(request: HttpRequest, event: Event) -> Thing:
    """schema.org Event; a date only where the very day is known, a place no finer than the country."""
    return thing(
        "Event",
        name=event.title,
        description=event.tagline or event.summary,
        startDate=event.starts.machine if event.starts and event.starts.is_day else None,
        endDate=event.ends.machine if event.ends and event.ends.is_day else None,
        location=event.country and thing("Country", name=str(event.country)),
        inLanguage=event.working_languages.split() or None,
        url=request.build_absolute_uri(event.get_absolute_url()),
    )
