"""Makes records once. What is there already was perhaps edited by hand: it is found, never changed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from events.models import Population, Topic
from kpknow.content.actions.publishing import publish
from kpknow.content.models import FormerAddress, Record, Source
from kpknow.demo.facts import Row

ModelT = TypeVar("ModelT", bound=Model)
RecordT = TypeVar("RecordT", bound=Record)

CHECKED_ON = dt.date(2026, 11, 21)
NEXT_CHECK_ON = dt.date(2027, 5, 21)


def known(model: type[RecordT], slug: str) -> RecordT | None:
    """The record of this slug, also where somebody has renamed it since."""
    moved = FormerAddress.objects.filter(kind=model._meta.label_lower, slug=slug).first()
    return model._default_manager.filter(slug=moved.current_slug if moved else slug).first()


def named(model: type[RecordT], slug: str) -> RecordT:
    """As ``known``, for a record that has to be there."""
    if found := known(model, slug):
        return found
    raise LookupError(f"no {model._meta.label_lower} {slug}")


def make(model: type[ModelT], row: Row, *, apart: Iterable[str] = (), **links: Any) -> ModelT:
    """Save what a row says, checked as a form would check it; a list becomes lines. Keys ``apart`` are the caller's."""
    plain = {name: value for name, value in row.items() if name not in apart}
    lines = {name: "\n".join(value) for name, value in plain.items() if isinstance(value, list)}
    made = model(**plain | lines | links)
    made.full_clean()
    made.save()
    return made


def make_record(model: type[RecordT], row: Row, *, apart: Iterable[str] = (), **links: Any) -> RecordT:
    """A draft with its source and the days of its checks."""
    if "source" in row:
        links["source"] = Source.objects.get(slug=row["source"])
    days = {"checked_on": CHECKED_ON, "next_check_on": NEXT_CHECK_ON}
    return make(model, row, apart=(*apart, "source"), **days | links)


def show(record: Record) -> None:
    """Publish it, unless something stands in the way: then NotReady is raised and nothing at all is loaded."""
    publish(record, by=AnonymousUser())


def populations(row: Row) -> list[Population]:
    return [Population.objects.get(slug=slug) for slug in row.get("populations", ())]


def topics(row: Row) -> list[Topic]:
    """The topics of a row; one merged since counts as what it became."""
    found = [Topic.objects.select_related("merged_into").get(slug=slug) for slug in row.get("topics", ())]
    return [topic.merged_into or topic for topic in found]
