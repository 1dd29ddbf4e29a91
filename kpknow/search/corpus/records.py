"""Themes, tags, organisations and events of a corpus: what its stories lead to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from events.models import Event, EventKind, Organisation, OrganisationKind, Topic
from events.models.topic import topic_key
from kpknow.content.models import Status
from kpknow.search.corpus import marks
from kpknow.search.corpus.concepts import LONGEST_TAG
from kpknow.search.corpus.lines import Fields, country_in, date_in, name_in, slug_in
from kpknow.search.corpus.tally import Tally
from kpknow.search.indexing import index_records
from stories.models import Theme


@dataclass(frozen=True)
class Described:
    """A line and what it says of the record, by field."""

    number: int
    digest: str
    values: dict[str, Any]

    @property
    def slug(self) -> str:
        return str(self.values["slug"])


def theme_values(fields: Fields, _countries: frozenset[str]) -> dict[str, Any]:
    return {"slug": slug_in(fields), "name": name_in(fields, "name", 120)}


def tag_values(fields: Fields, _countries: frozenset[str]) -> dict[str, Any]:
    values = {"slug": slug_in(fields, LONGEST_TAG), "name": name_in(fields, "name", 100)}
    return values | {"key": topic_key(values["name"])}


def organisation_values(fields: Fields, countries: frozenset[str]) -> dict[str, Any]:
    return {
        "slug": slug_in(fields),
        "name": name_in(fields, "name", 200),
        "kind": OrganisationKind.OTHER,
        "country_id": country_in(fields, countries) or None,
    }


def event_values(fields: Fields, _countries: frozenset[str]) -> dict[str, Any]:
    return {
        "slug": slug_in(fields),
        "title": name_in(fields, "name", 200),
        "kind": EventKind.CONVENING,
        "starts": date_in(fields, "date"),
    }


@dataclass(frozen=True)
class Shelf:
    """One kind of record. ``once`` is the field no two records share; a shared kind is used as it is if it is there."""

    model: type[models.Model]
    values: Callable[[Fields, frozenset[str]], dict[str, Any]]
    once: str = "slug"
    is_shared: bool = False


SHELVES: Mapping[str, Shelf] = {
    "tag": Shelf(Topic, tag_values, once="key", is_shared=True),
    "theme": Shelf(Theme, theme_values, once="name"),
    "organisation": Shelf(Organisation, organisation_values, once="name"),
    "event": Shelf(Event, event_values),
}


@transaction.atomic
def load_records(shelf: Shelf, lines: Sequence[Described], tally: Tally) -> None:
    """Add what is new and update what changed. No slug and no name comes twice in ``lines``."""
    records = shelf.model._default_manager
    there = {record.slug: record for record in records.filter(slug__in=[line.slug for line in lines])}  # type: ignore[attr-defined]
    digests = marks.digests_of(shelf.model, [record.pk for record in there.values()])
    names = {line.values[shelf.once] for line in lines}
    taken = dict(records.filter(**{f"{shelf.once}__in": names}).values_list(shelf.once, "pk"))
    added: list[Described] = []
    updated: dict[int, str] = {}
    for line in lines:
        record = there.get(line.slug)
        same_name = taken.get(line.values[shelf.once])
        is_theirs = shelf.is_shared and (record.pk not in digests if record else same_name)
        if is_theirs or (record and digests.get(record.pk) == line.digest):
            tally.counts["unchanged"] += 1
        elif reason := _reason_against(record, digests, same_name):
            tally.refuse(line.number, reason)
        elif record:
            for name, value in line.values.items():
                setattr(record, name, value)
            record.save()
            updated[record.pk] = line.digest
        else:
            added.append(line)
    made = records.bulk_create(shelf.model(**line.values, **_published(shelf.model)) for line in added)
    marks.mark(shelf.model, [(record.pk, line.digest) for record, line in zip(made, added, strict=True)])
    marks.mark_anew(shelf.model, updated)
    if not shelf.is_shared:
        index_records(shelf.model._meta.label_lower, [*(record.pk for record in made), *updated])
    tally.counts.update(added=len(added), updated=len(updated))


def _reason_against(record: Any, digests: Mapping[int, str], same_name: int | None) -> str:
    """Why this line may not become a record, empty if it may."""
    if record and record.pk not in digests:
        return f"“{record.slug}” is a record that no corpus brought"
    if record and getattr(record, "status", "") == Status.WITHDRAWN:
        return f"“{record.slug}” was withdrawn and stays so"
    if same_name and same_name != (record and record.pk):
        return "another record has that name"
    return ""


def _published(model: type[models.Model]) -> dict[str, Any]:
    is_record = any(field.name == "status" for field in model._meta.concrete_fields)
    return {"status": Status.PUBLISHED, "published_at": timezone.now()} if is_record else {}
