"""Events: when and where did people meet, and what was learned there."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.facets import BY_DATE
from events.maps import dots
from events.models import Event, Mode, Participation, ParticipationRole, Resource, Survey
from events.reading.catalogues import EVENTS
from events.reading.gatherings import at_event, named_by, parts_of, sessions_of
from events.reading.rolls import roll
from events.views.frame import preview, programme_of, way_to, with_programme
from kpknow.content.catalogue_listing import RecordListing
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import Crumbs, crumbs
from kpknow.exports.jsonld import Thing, thing


def way_here() -> Crumbs:
    return crumbs((_("Events"), reverse("events:events")))


@reader_page
def events(request: HttpRequest) -> HttpResponse:
    listing = RecordListing(request, EVENTS, BY_DATE)
    context = {"listing": listing, "section": "events", "is_by_date": listing.sort.name != "title"}
    return render(request, "events/events.html", context | way_to(request, way_here()))


@reader_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(with_programme(Event.objects.visible_to(user).for_page(user), user), slug)
    if found.parent:
        return redirect(found)
    took_part = list(
        Participation.objects.visible_to(user).filter(event__in=at_event(found, user)).select_related("event")
    )
    organisers = roll(one for one in took_part if one.event_id == found.pk and is_organiser(one))
    sessions = sessions_of(found, user)
    countries = sorted(found.countries.all(), key=str)
    parts = parts_of(found, sessions, took_part, user)
    prefetch_related_objects([found, *(part.event for part in parts)], "figures")
    populations, topics = named_by(found)
    context = {
        "event": found,
        "programme": programme_of(found),
        "organisers": organisers,
        "roll": roll(took_part, inside=found),
        "sessions": sessions[found.pk],
        "parts": parts,
        "populations": populations,
        "topics": topics,
        "resources": list(Resource.objects.visible_to(user).filter(events=found)),
        "surveys": list(Survey.objects.visible_to(user).filter(events=found)),
        "countries": countries,
        "dots": dots(countries, found.country),
        "section": "events",
    }
    data = happening(request, found, [one.name for one in organisers if one.url])
    return render(request, "events/event.html", context | preview(found) | way_to(request, way_here(), found, data))


def is_organiser(participation: Participation) -> bool:
    return participation.role == ParticipationRole.ORGANISER


def happening(request: HttpRequest, event: Event, organisers: list[str]) -> Thing:
    """schema.org Event; a date only where the very day is known, a place no finer than the country."""
    attendance = {Mode.ONLINE: "OnlineEventAttendanceMode", Mode.HYBRID: "MixedEventAttendanceMode"}.get(
        Mode(event.mode)
    )
    return thing(
        "Event",
        name=event.title,
        description=event.tagline or event.summary,
        startDate=event.starts.machine if event.starts and event.starts.is_day else None,
        endDate=event.ends.machine if event.ends and event.ends.is_day else None,
        eventAttendanceMode=attendance and f"https://schema.org/{attendance}",
        location=event.country and thing("Country", name=str(event.country)),
        organizer=[thing("Organization", name=name) for name in organisers],
        inLanguage=event.working_languages.split(),
        url=request.build_absolute_uri(event.get_absolute_url()),
    )
