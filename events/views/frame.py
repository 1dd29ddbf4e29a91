"""What the pages of every kind of record here have in common: their way home, their source, the staff's preview."""

from typing import Any, TypeVar, cast

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from events.models import Event, Programme, Resource, Survey
from kpknow.content.models import Record, RecordQuerySet, User
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import Thing
from kpknow.exports.jsonld import render as jsonld

RecordT = TypeVar("RecordT", Event, Resource, Survey)


def with_programme(records: RecordQuerySet[RecordT], user: User) -> RecordQuerySet[RecordT]:
    """Records with their programme, and whether this reader may see that: no query of its own."""
    open_programmes = Programme.objects.visible_to(user).filter(pk=OuterRef("programme"))
    found = records.select_related("programme").annotate(shows_programme=Exists(open_programmes))
    return cast("RecordQuerySet[RecordT]", found)


def programme_of(record: Event | Resource | Survey) -> Programme | None:
    """The programme this reader may see. Needs ``with_programme``."""
    return record.programme if record.shows_programme else None  # type: ignore[union-attr]  # annotated above


def way_to(request: HttpRequest, way: Crumbs, record: Record | None = None, *things: Thing) -> dict[str, Any]:
    """The breadcrumb of a page, and its JSON-LD with the breadcrumb's after ``things``. A list names only itself."""
    here = [(str(record), request.path)] if record else []
    above = way if record else crumbs()
    return {"crumbs": above, "jsonld": jsonld([*things, crumbs_jsonld(request, [*way, *here])])}


def preview(record: Record) -> dict[str, Any]:
    """The record under ``edit_url`` while only staff see it, and whom to cite: a source that may not be shown is not.

    Needs ``source`` loaded.
    """
    kind = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return {
        "edit_url": "" if record.is_published else reverse(kind, args=(record.pk,)),
        "cite_who": record.source.publisher if record.source and record.source.is_listed else "",
    }
