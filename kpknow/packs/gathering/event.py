"""An event as a deck: its counts, its sessions and visits with the voices from them, and what happened next."""

from collections import defaultdict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from events.models import Event, Session
from kpknow.content.lookup import shown_record
from kpknow.content.models import Use
from kpknow.exports.deck import Ask, Deck, Fact, Point, SourceLine, Voice
from kpknow.exports.ris import Reference
from kpknow.packs.gathering.frame import Frame, cited, lines_of, listed_source
from kpknow.packs.gathering.voices import MOST_VOICES, detail_of, voice_of
from stories.models import Highlight

NOBODY = AnonymousUser()
MOST_SESSIONS, MOST_VISITS = 30, 10
MOST_IN_ALL = 300
"""Voices of all sessions together."""


def event_deck(slug: str, frame: Frame) -> Deck:
    """Eight queries at any length. Raises what ``shown_record`` raises."""
    event = shown_record(Event.objects.visible_to(NOBODY, Use.EXPORTS).for_page(NOBODY), slug)
    reference = Reference(
        "CONF",
        event.title,
        frame.address(event),
        date=event.starts,
        abstract=event.summary or event.tagline,
        keywords=[str(one) for one in event.populations.all()],
        language=event.language,
        place=event.place_words if event.country else "",
        series=event.series,
    )
    where = f"{event.place_words}, {event.when}"
    return Deck(
        name=event.slug,
        kind=f"{event.get_kind_display()} · {where}",
        title=event.title,
        language=event.language,
        address=reference.address,
        reference=reference,
        citation=cited(reference, where),
        points_heading=_("Sessions and visits"),
        summary=[event.tagline, *lines_of(event.summary)] if event.tagline else lines_of(event.summary),
        facts=facts_of(event, frame),
        method=lines_of(event.method),
        points=points_of(event, frame),
        asks=[Ask(f"n{place}", line) for place, line in enumerate(lines_of(event.afterwards))],
        asks_heading=_("What happened next"),
        record_source=listed_source(event, frame),
        basis=(event.kind, str(event.starts or ""), str(event.ends or ""), event.city, event.method),
        **frame.audience(),
    )


def facts_of(event: Event, frame: Frame) -> list[Fact]:
    """Days, people, countries: each as exact as the source is."""
    source = SourceLine(f"event:{event.pk}", event.title, detail_of(event), frame.address(event), event.language)
    return [
        Fact(f"n{place}", figure.value_words, figure.label, figure.base_text, source, (figure.kind, figure.qualifier))
        for place, figure in enumerate(event.figures.all(), start=1)
    ]


def points_of(event: Event, frame: Frame) -> list[Point]:
    """Sessions in their order, then each site visit with its own."""
    family = Session.objects.visible_to(NOBODY, Use.EXPORTS).filter(Q(event=event) | Q(event__parent=event))
    sessions = list(family.select_related("event__parent").order_by("order", "pk")[:MOST_SESSIONS])
    voices = voices_by_session([session.pk for session in sessions], frame)
    visible = Event.objects.visible_to(NOBODY, Use.EXPORTS).filter(parent=event).select_related("parent", "country")
    visits = visible.order_by("starts_earliest", "title", "pk")[:MOST_VISITS]
    shown: list[Session | Event] = [session for session in sessions if session.event_id == event.pk]
    for visit in visits:
        shown += [visit, *(session for session in sessions if session.event_id == visit.pk)]
    return [
        visit_point(number, one, frame) if isinstance(one, Event) else point_of(number, one, voices[one.pk], frame)
        for number, one in enumerate(shown, start=1)
    ]


def visit_point(number: int, visit: Event, frame: Frame) -> Point:
    return Point(
        key=visit.slug,
        number=number,
        title=visit.title,
        text="\n".join(lines_of(visit.summary or visit.tagline)),
        flag=f"{visit.get_kind_display()}, {visit.place_words}.",
        address=frame.address(visit),
        language=visit.language,
        basis=(visit.kind, visit.city),
    )


def voices_by_session(pks: list[int], frame: Frame) -> dict[int, list[Voice]]:
    found: defaultdict[int, list[Voice]] = defaultdict(list)
    said = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(session__in=pks).for_page()
    for highlight in said.order_by("order", "pk")[:MOST_IN_ALL]:
        if len(found[highlight.session_id or 0]) < MOST_VOICES:
            found[highlight.session_id or 0].append(voice_of(highlight, frame))
    return found


def point_of(number: int, session: Session, voices: list[Voice], frame: Frame) -> Point:
    part = session.event if session.event.parent else None
    prompts = [session.reframing or session.prompt, *lines_of(session.summary), *lines_of(session.key_points)]
    return Point(
        key=f"{part.slug}-{session.anchor}" if part else session.anchor,
        number=number,
        title=f"{part.title}: {session.title}" if part and part.title != session.title else session.title,
        text="\n".join(line for line in prompts if line),
        flag=f"{session.get_format_display()}." if session.format else "",
        address=frame.address(session),
        voices=voices,
        basis=(session.format,),
    )
