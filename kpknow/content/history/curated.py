"""Which tables keep history, and to which record each row belongs: read off the admin, so that nothing is missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from taggit.managers import TaggableManager

LEFT_OUT = {"password", "last_login"}
"""Columns that are nobody's business, whichever table they are in."""


@dataclass(frozen=True)
class Curated:
    """One table. ``record_column`` of its rows holds the key of the record they belong to; ``columns`` are kept."""

    kind: str
    table: str
    key: str
    record_kind: str
    record_column: str
    columns: tuple[str, ...]
    over: tuple[str, str, str] | None = None
    """Table, key and column in between, where ``record_column`` only leads to a row of the record."""

    @property
    def is_record(self) -> bool:
        return self.kind == self.record_kind

    @property
    def model(self) -> Any:
        return model_of(self.kind)


def kept_columns(model: Any, only: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Not the moment of saving, which says nothing and would make a change of every save."""
    return tuple(
        field.column
        for field in model._meta.local_concrete_fields
        if field.primary_key
        or (
            not getattr(field, "auto_now", False)
            and not isinstance(field, models.BinaryField)
            and field.name not in LEFT_OUT
            and (not only or field.name in only)
        )
    )


def curated(
    model: Any,
    parent: Any = None,
    relation: str = "",
    only: tuple[str, ...] = (),
    over: tuple[str, str, str] | None = None,
) -> Curated:
    """A record's own table, or one of its rows', which lead to it by ``relation``."""
    key = model._meta.pk.column
    column = model._meta.get_field(relation).column if parent else key
    columns = kept_columns(model, only)
    return Curated(
        kind=model._meta.label_lower,
        table=model._meta.db_table,
        key=key,
        record_kind=(parent or model)._meta.label_lower,
        record_column=column,
        columns=columns if column in columns else (*columns, column),
        over=over,
    )


def curated_of(model_admin: Any) -> Iterator[Curated]:
    """Its own table, those it is tied to others by, and those of its rows that have no page of their own."""
    model, registered = model_admin.model, admin.site._registry
    if model_admin.history_of:
        yield curated(model, model._meta.get_field(model_admin.history_of).related_model, model_admin.history_of)
        return
    yield curated(model, only=tuple(model_admin.history_fields))
    if model_admin.history_fields:
        return
    for field in tied_by(model):
        yield curated(field.remote_field.through, model, field.m2m_field_name())
    for inline in model_admin.inlines:
        if not getattr(registered.get(inline.model), "keeps_history", False):
            relation = inline.fk_name or next(f.name for f in inline.model._meta.fields if f.related_model is model)
            yield curated(inline.model, model, relation)
            meta = inline.model._meta
            over = (meta.db_table, meta.pk.column, meta.get_field(relation).column)
            for field in tied_by(inline.model):
                yield curated(field.remote_field.through, model, field.m2m_field_name(), over=over)


def tied_by(model: Any) -> list[Any]:
    """Its relations to many that keep a table of their own; tags are rows of the admin."""
    fields = model._meta.local_many_to_many
    return [
        field
        for field in fields
        if not isinstance(field, TaggableManager) and field.remote_field.through._meta.auto_created
    ]


@cache
def curated_tables() -> dict[str, Curated]:
    """Kind of row → its table, for everything the admin lets anybody change by hand."""
    found: dict[str, Curated] = {}
    for model_admin in list(admin.site._registry.values()):
        if getattr(model_admin, "keeps_history", False):
            for one in curated_of(model_admin):
                found.setdefault(one.kind, one)
    return found


def rows_of(record_kind: str) -> list[Curated]:
    return [one for one in curated_tables().values() if one.record_kind == record_kind]


def model_of(kind: str) -> Any:
    """The model of a kind of row; those of many-to-many relations among them."""
    app, name = kind.split(".")
    return next(
        model
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.model_name == name
    )
