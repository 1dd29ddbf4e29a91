"""An event with everything that was part of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, Value

from events.models import Event, Participation, Population, Session, SessionContribution, Topic
from events.models.event import EventQuerySet
from events.reading.rolls import Entry, roll
from kpknow.content.models import User


@dataclass(frozen=True)
class PartShown:
    """A site visit or webinar inside the page of the event it was part of."""

    event: Event
    sessions: Sequence[Session]
    roll: Sequence[Entry]


def at_event(found: Event, user: User) -> EventQuerySet:
    """The event and its visible parts, for use inside another query."""
    return Event.objects.visible_to(user).filter(Q(pk=found.pk) | Q(parent=found))


def sessions_of(found: Event, user: User) -> Mapping[int, Sequence[Session]]:
    """Visible sessions of an event and of its parts, by event, each with who led it: two queries."""
    people = SessionContribution.objects.select_related("contributor", "consent")
    sessions: defaultdict[int, list[Session]] = defaultdict(list)
    family = Session.objects.visible_to(user).filter(Q(event=found) | Q(event__parent=found))
    for session in family.order_by("order", "pk").prefetch_related(Prefetch("contributions", queryset=people)):
        sessions[session.event_id].append(session)
    return sessions


def parts_of(
    found: Event, sessions: Mapping[int, Sequence[Session]], took_part: Iterable[Participation], user: User
) -> list[PartShown]:
    """Visible parts in their order, each with its own sessions and hosts: one query."""
    present: defaultdict[int, list[Participation]] = defaultdict(list)
    for one in took_part:
        present[one.event_id].append(one)
    parts = Event.objects.visible_to(user).filter(parent=found).select_related("country", "parent")
    in_order = parts.order_by("starts_earliest", "title", "pk")
    return [PartShown(part, sessions.get(part.pk, ()), roll(present[part.pk])) for part in in_order]


def named_by(found: Event) -> tuple[list[Population], list[Topic]]:
    """The people and the tags of an event, in their order, with what their pages and names need: one query."""
    people = found.populations.order_by().annotate(of=Value("people"), place=F("order"))
    tags = Topic.objects.filter(tagged_events__content_object=found).order_by()
    rows = people.values_list("of", "place", "slug", "name", "names").union(
        tags.annotate(of=Value("tag"), place=Value(0)).values_list("of", "place", "slug", "name", "names"), all=True
    )
    ordered = sorted(rows, key=lambda row: (row[1], row[3]))
    populations = [
        Population(slug=slug, name=name, names=names) for of, _at, slug, name, names in ordered if of != "tag"
    ]
    topics = [Topic(slug=slug, name=name, names=names) for of, _at, slug, name, names in ordered if of == "tag"]
    return populations, topics
