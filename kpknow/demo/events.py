"""Events with their sessions, figures and who took part."""

from events.models import Event, EventFigure, Organisation, Participation, Programme, Session, SessionContribution
from kpknow.demo.facts import Row, rows
from kpknow.demo.people import person
from kpknow.demo.records import known, make, make_record, named, populations, show, topics

LINKS = ("country", "programme", "parent")
LISTS = ("countries", "populations", "topics", "figures", "participations", "sessions")


def load_events() -> list[tuple[Event, str]]:
    """The events that are new, each with its slug here. Parents stand before their parts in the files."""
    new = []
    for row in rows("events"):
        if known(Event, row["slug"]):
            continue
        event = make_record(
            Event,
            row,
            apart=(*LINKS, *LISTS),
            country_id=row.get("country"),
            programme=named(Programme, row["programme"]) if "programme" in row else None,
            parent=named(Event, row["parent"]) if "parent" in row else None,
        )
        event.countries.set(row.get("countries", ()))
        event.populations.set(populations(row))
        event.topics.set(topics(row))
        for order, figure in enumerate(row.get("figures", ()), start=1):
            make(EventFigure, figure, event=event, order=order)
        for part in row.get("participations", ()):
            organisation = named(Organisation, part["organisation"])
            make(Participation, part, apart=("organisation",), event=event, organisation=organisation, is_listed=True)
        for order, session in enumerate(row.get("sessions", ()), start=1):
            make_session(event, order, session)
        show(event)
        new.append((event, row["slug"]))
    return new


def make_session(event: Event, order: int, row: Row) -> None:
    session = make(Session, row, apart=("contributions",), event=event, order=order)
    for part in row.get("contributions", ()):
        contributor, consent = person(part["person"])
        make(
            SessionContribution,
            {"role": part["role"]},
            session=session,
            contributor=contributor,
            consent=consent,
        )
