"""Tables of what belongs to an event: sessions, and organisations that took part."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Organisation, Participation, ParticipationRole, Session, SessionFormat, term_key
from kpknow.content.models import Status
from kpknow.curation.importing.columns import ChoiceColumn, NumberColumn, TextColumn, YesNoColumn
from kpknow.curation.importing.naming_columns import OneColumn
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.vocabulary import CellRefused, Roll, Vocabulary
from stories.actions.anchors import follow_session

EVENT = OneColumn(
    "event", gettext_lazy("The event, by its slug or title."), "learning-from-one-another", required=True, of=Event
)


class PartTable(Table):
    """Without a slug of their own: ``place`` finds them within their event."""

    follows = ("organisations", "events")
    related: ClassVar[Sequence[str]] = ("event",)

    def guard(self, record: Any, known: Vocabulary) -> str:
        """What belongs to a published event would be public at once."""
        status = known.of(Event).status.get(record.event_id, Status.DRAFT)
        if status == Status.DRAFT:
            return ""
        return _("Its event is no draft (%(status)s): a file does not change it. Add this on the event’s own page.") % {
            "status": Status(status).label.lower()
        }

    def roll(self, known: Vocabulary) -> Roll | None:
        return None


class SessionTable(PartTable):
    kind = "sessions"
    title = gettext_lazy("Sessions")
    model = Session
    needed = ("event",)
    columns = (
        EVENT,
        NumberColumn(
            "order", gettext_lazy("Its number within the event; empty: the next free one."), "3", also=("number",)
        ),
        TextColumn("title", gettext_lazy("What it is called."), "Opening plenary", required=True, also=("session",)),
        ChoiceColumn("format", gettext_lazy("How people worked."), "plenary", choices=SessionFormat),
        TextColumn("prompt", gettext_lazy("The question put to the room.")),
        TextColumn("reframing", gettext_lazy("The question participants put in its place.")),
        TextColumn("summary", gettext_lazy("What happened, in a few sentences.")),
        TextColumn("key_points", gettext_lazy("What came out, one a line.")),
        TextColumn("source_page", gettext_lazy("Page or part of the source."), "p. 12"),
    )

    def row_key(self, texts: Mapping[str, str]) -> Hashable:
        event = term_key(texts.get("event", ""))
        return (event, texts.get("order") or term_key(texts.get("title", ""))) if event else None

    def find(self, values: Mapping[str, Any], known: Vocabulary) -> Any:
        """By its number, else by its title, within its event."""
        mine = known.kept("sessions", sessions_by_event).get(values.get("event"), ())
        if values.get("order") is not None:
            return next((key for key, order, _title in mine if order == values["order"]), None)
        title = term_key(values.get("title") or "")
        named = [key for key, _order, other in mine if term_key(other) == title]
        if len(named) > 1:
            raise CellRefused(_("Several sessions of this event are called so. Write the number of the one you mean."))
        return named[0] if named else None

    def blank(self) -> Any:
        return Session(order=0)

    def complete(self, record: Any, known: Vocabulary) -> None:
        """The next free number."""
        highest: dict[Any, int] = known.kept("highest", dict)
        mine = known.kept("sessions", sessions_by_event).get(record.event_id, ())
        last = highest.setdefault(record.event_id, max((order for _key, order, _title in mine), default=0))
        record.order = record.order or last + 1
        highest[record.event_id] = max(last, record.order)

    def save(self, records: Sequence[Any]) -> None:
        super().save(records)
        for record in records:
            follow_session(record)


def sessions_by_event() -> dict[Any, list[tuple[Any, int, str]]]:
    """Event key → key, number and title of its sessions. One query."""
    found: dict[Any, list[tuple[Any, int, str]]] = defaultdict(list)
    for key, event, order, title in Session.objects.values_list("pk", "event", "order", "title"):
        found[event].append((key, order, title))
    return found


class ParticipationTable(PartTable):
    kind = "participation"
    title = gettext_lazy("Organisations at events")
    model = Participation
    needed = ("event", "organisation")
    columns = (
        EVENT,
        OneColumn(
            "organisation",
            gettext_lazy("The organisation, by its slug or name."),
            "blue-river-network",
            required=True,
            of=Organisation,
        ),
        ChoiceColumn(
            "role", gettext_lazy("As what it took part."), "participant", required=True, choices=ParticipationRole
        ),
        YesNoColumn(
            "is_listed", gettext_lazy("Whether its page and the event’s may say so."), "no", also=("listed publicly",)
        ),
        TextColumn("note", gettext_lazy("A note."), also=("remark",)),
    )

    related = ("event", "organisation")
    name_key = "organisation"

    def permissions(self) -> list[str]:
        """Those of its event: it is entered on the event's page."""
        return [f"events.{verb}_event" for verb in ("view", "add", "change")]

    def row_key(self, texts: Mapping[str, str]) -> Hashable:
        key = tuple(term_key(texts.get(name, "")) for name in ("event", "organisation", "role"))
        return key if all(key) else None

    def find(self, values: Mapping[str, Any], known: Vocabulary) -> Any:
        there = known.kept(
            "participations",
            lambda: {
                (event, organisation, role): key
                for key, event, organisation, role in Participation.objects.values_list(
                    "pk", "event", "organisation", "role"
                )
            },
        )
        return there.get(tuple(values.get(name) for name in ("event", "organisation", "role")))

    def complete(self, record: Any, known: Vocabulary) -> None:
        """Nothing more is needed."""

    def name_of(self, values: Mapping[str, Any]) -> str:
        return ""
