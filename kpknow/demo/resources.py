"""Reports, the course, the podcast and the film that the sources tell of."""

from decimal import Decimal

from events.models import Event, Organisation, Programme, Resource
from kpknow.demo.facts import rows
from kpknow.demo.records import known, make_record, named, show, topics


def load_resources() -> None:
    for row in rows("resources"):
        if known(Resource, row["slug"]):
            continue
        resource = make_record(
            Resource,
            row,
            apart=("publishers", "programme", "events", "topics", "cost"),
            programme=named(Programme, row["programme"]) if "programme" in row else None,
            cost=Decimal(row["cost"]) if "cost" in row else None,
        )
        resource.publishers.set([named(Organisation, slug) for slug in row.get("publishers", ())])
        resource.events.set([named(Event, slug) for slug in row.get("events", ())])
        resource.topics.set(topics(row))
        show(resource)
