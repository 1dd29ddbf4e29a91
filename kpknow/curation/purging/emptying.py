"""Takes the words out of rows and leaves the rows: what rests on them still stands, and says nothing any more."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from events.models import Option, Organisation, Tally
from kpknow.content.models import Record
from kpknow.content.partial_dates import PartialDateField
from kpknow.curation.actions.erasing import ERASED
from kpknow.safety.kept_files import LeavesTheDisk, let_go
from stories.models import Comment, FormerFinding, Highlight, Media, Theme, ThemeKind, ThemeVersion

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
NO_WORDS = {"slug", "language", "public_id", "currency"}
"""Addresses, which get one that tells nothing, and codes."""
GONE_WHOLE: tuple[type[models.Model], ...] = (Media, Comment, FormerFinding, Tally, ThemeVersion)
"""Rows nothing rests on, or that must not be empty."""
INSTEAD: dict[type[models.Model], dict[str, Any]] = {
    Highlight: {"text": ERASED, "start": None, "end": None},
    Option: {"note": ERASED},
    Organisation: {"shield_reason": ERASED},
    Theme: {"kind": ThemeKind.THEME},  # a tension names its poles
}
"""Where the database wants a word, or what belongs to one."""


def word_fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """Columns somebody's words can stand in."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, WORDS)
        and not isinstance(field, PartialDateField)
        and not field.choices
        and field.name not in NO_WORDS
    ]


def emptied(field: "models.Field[Any, Any]") -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.BinaryField):
        return b""
    if field.unique:
        return Concat(Value(ERASED), Cast("pk", models.CharField()))
    return "" if field.blank and field.name != "withdrawal_reason" else ERASED


def empty(rows: "models.QuerySet[Any]") -> None:
    """The words of these rows; their files leave the disk after the commit."""
    fields = word_fields(rows.model)
    for field in fields:
        if isinstance(field, LeavesTheDisk):
            for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                transaction.on_commit(partial(let_go, default_storage, field.files(name)))
    values = {field.name: emptied(field) for field in fields} | INSTEAD.get(rows.model, {})
    if values:
        rows.update(**values)


def empty_or_remove(rows: "models.QuerySet[Any]") -> None:
    if rows.model in GONE_WHOLE:
        rows.delete()
    else:
        empty(rows)


def rows_under(rows: "models.QuerySet[Any]") -> Iterator["models.QuerySet[Any]"]:
    """These rows and all that have no meaning without them, kind by kind; a record has its own."""
    yield rows
    for relation in rows.model._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is models.CASCADE and not issubclass(model, Record):
            yield from rows_under(model._base_manager.filter(**{f"{relation.field.name}__in": rows.values("pk")}))
