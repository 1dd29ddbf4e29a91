"""Events as rows and references."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch

from events.models import Event, Organisation, Participation, Programme
from events.models.event import HOSTING
from kpknow.content.models import Use
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference

NOBODY = AnonymousUser()
COLUMNS = (
    *("address", "title", "kind", "date", "starts_edtf", "ends_edtf", "place", "mode", "part_of"),
    *("people", "countries", "tags", "programme", "organised_by", "summary", "source", "published_on"),
)


def leaving_events() -> Any:
    """Events that may leave the site, each with the organisers that may be named. Six queries a stretch."""
    organisers = Participation.objects.filter(
        role__in=HOSTING, is_listed=True, organisation__in=Organisation.objects.visible_to(NOBODY, Use.EXPORTS)
    )
    programme = Programme.objects.visible_to(NOBODY, Use.EXPORTS).filter(pk=OuterRef("programme"))
    events: Any = Event.objects.visible_to(NOBODY, Use.EXPORTS)
    return (
        events.select_related("country", "programme", "parent", "source")
        .prefetch_related(
            *("populations", "countries", "topics"),
            Prefetch(
                "participations",
                queryset=organisers.select_related("organisation").order_by("organisation__name"),
                to_attr="named_organisers",
            ),
        )
        .annotate(shows_programme=Exists(programme))
    )


def event_entries(events: list[Any], address: Address) -> Iterator[Entry]:
    for event in events:
        people, countries = [str(one) for one in event.populations.all()], [str(one) for one in event.countries.all()]
        tags = sorted(str(one) for one in event.topics.all())
        organisers = list(dict.fromkeys(one.organisation.name for one in event.named_organisers))
        source = event.source if event.source and event.source.is_listed else None
        programme = str(event.programme) if event.programme and event.shows_programme else ""
        where, part_of = address(event.get_absolute_url()), event.parent.title if event.parent else ""
        row = (
            *(where, event.title, event.get_kind_display(), event.when if event.starts or event.ends else ""),
            *(str(event.starts or ""), str(event.ends or ""), event.place_words, event.get_mode_display(), part_of),
            *(people, countries, tags, programme, organisers, event.summary or event.tagline),
            *(source.title if source else "", event.published_at.date().isoformat()),
        )
        reference = Reference(
            "CONF",
            event.title,
            where,
            authors=organisers,
            date=event.starts,
            abstract=event.summary or event.tagline,
            keywords=[*people, *tags],
            language=event.language,
            publisher=source.publisher if source else "",
            place=event.place_words if event.country else "",
            series=part_of or event.series,
        )
        yield Entry(row, reference)


EVENT_FILE = RecordFile("events", COLUMNS, leaving_events, event_entries)
