"""What happened to one record, act by act, in words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpknow.content.history.curated import curated_tables, model_of
from kpknow.content.history.withholding import is_withheld
from kpknow.content.history.words import marked
from kpknow.content.models import Change
from kpknow.content.partial_dates import PartialDate

SHOWN_THOUGH_SET_BY_US = ("status", "withdrawal_reason")
"""Fields of no form whose change says something."""
TOGETHER = timedelta(seconds=1)
"""Changes nobody is named for belong to one act when they follow each other within this time."""


@dataclass(frozen=True)
class Version:
    """One act on one record: its changes in the order they happened, and the account's name."""

    changes: list[Change]
    by: str

    @property
    def last(self) -> Change:
        return self.changes[-1]

    @property
    def verb(self) -> str:
        own = [change for change in self.changes if change.kind == change.record_kind]
        return str(own[0].get_verb_display() if own else _("changed"))

    @property
    def fields(self) -> list[str]:
        """What changed, each once: names of fields, and of rows."""
        names: dict[str, None] = {}
        for change in self.changes:
            own = change.kind == change.record_kind
            if own and change.verb == "changed":
                before, after = content(change.before), content(change.after)
                names |= dict.fromkeys(
                    field_name(change.kind, column) for column in changed_columns(before, after, change.kind)
                )
            elif not own:
                names[row_name(change.kind)] = None
        return list(names)


@dataclass(frozen=True)
class FieldChange:
    name: str
    words: SafeString


@dataclass(frozen=True)
class RowChange:
    """One row of the record, or the record itself (``name`` empty), and what of it changed."""

    name: str
    verb: str
    fields: list[FieldChange]
    is_erased: bool


def versions_of(changes: Iterable[Change]) -> list[Version]:
    """Changes of one record, newest first → its versions, newest first. One query for the names."""
    acts: list[list[Change]] = []
    for change in changes:
        if acts and is_same_act(acts[-1][-1], change):
            acts[-1].append(change)
        else:
            acts.append([change])
    names = account_names(change.account for act in acts for change in act)
    return [Version(list(reversed(act)), names.get(act[0].account, "")) for act in acts]


def is_same_act(later: Change, earlier: Change) -> bool:
    if later.act or earlier.act:
        return later.act == earlier.act
    return later.at - earlier.at < TOGETHER


def account_names(keys: Iterable[int | None]) -> dict[int | None, str]:
    """Key of each account → its name; those that are gone keep their number."""
    wanted = {key for key in keys if key is not None}
    found = {account.pk: account.get_username() for account in get_user_model()._default_manager.filter(pk__in=wanted)}
    return {key: found.get(key) or _("account %(key)s, removed since") % {"key": key} for key in wanted}


def content(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}


def changed_columns(before: dict[str, Any], after: dict[str, Any], kind: str) -> list[str]:
    """Columns whose value differs; those only computed from others are left out where another one changed."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    shown = [name for name in names if is_shown(kind, name)]
    return shown or names


def field_of(kind: str, column: str) -> "models.Field[Any, Any] | None":
    fields = model_of(kind)._meta.local_concrete_fields
    return next((field for field in fields if field.column == column), None)


def is_shown(kind: str, column: str) -> bool:
    field = field_of(kind, column)
    return field is not None and not field.primary_key and (field.editable or field.name in SHOWN_THOUGH_SET_BY_US)


def field_name(kind: str, column: str) -> str:
    field = field_of(kind, column)
    return str(capfirst(field.verbose_name)) if field is not None else column


def row_name(kind: str) -> str:
    """What the rows are called; for a relation, what it leads to."""
    meta = model_of(kind)._meta
    if meta.auto_created:
        relation = next(
            field
            for field in meta.auto_created._meta.local_many_to_many
            if field.remote_field.through is model_of(kind)
        )
        return str(capfirst(relation.verbose_name))
    if any(field.name == "content_object" for field in meta.local_concrete_fields):
        return str(_("Topics"))
    return str(capfirst(meta.verbose_name_plural))


def told(version: Version) -> list[RowChange]:
    """Every change of a version in words, the record's own first. One query for each kind of record it points to.

    What only follows from another change is left out: a count, the blocks of a text that is shown itself.
    """
    own = [change for change in version.changes if change.kind == change.record_kind]
    rows = [change for change in version.changes if change.kind != change.record_kind and not (own and follows(change))]
    labels = relation_labels([*own, *rows])
    shown = [(change, row_change(change, labels)) for change in (*own, *rows)]
    worth = [row for change, row in shown if change.verb != "changed" or row.is_erased or is_typed(change)]
    return worth or [row for _change, row in shown]


def follows(change: Change) -> bool:
    """Whether nobody types these rows: they are made from the record."""
    model_admin = admin.site._registry.get(model_of(change.kind))
    return bool(getattr(model_admin, "history_of", ""))


def is_typed(change: Change) -> bool:
    before, after = content(change.before), content(change.after)
    return any(is_shown(change.kind, column) for column in changed_columns(before, after, change.kind))


def row_change(change: Change, labels: dict[tuple[str, str], str]) -> RowChange:
    before, after = content(change.before), content(change.after)
    fields = []
    parent = curated_tables()[change.kind].record_column if change.kind in curated_tables() else ""
    for column in changed_columns(before, after, change.kind):
        field = field_of(change.kind, column)
        if field is None or field.primary_key or (column == parent and change.kind != change.record_kind):
            continue
        was, is_now = (value_words(field, row.get(column), labels) for row in (before, after))
        if was or is_now:
            fields.append(FieldChange(field_name(change.kind, column), marked(was, is_now)))
    name = "" if change.kind == change.record_kind else row_name(change.kind)
    return RowChange(name, str(change.get_verb_display()), fields, change.is_erased)


def relation_labels(changes: Iterable[Change]) -> dict[tuple[str, str], str]:
    """(kind, key) → name of every record the changes point to."""
    wanted: dict[Any, set[Any]] = {}
    for change in changes:
        for row in (content(change.before), content(change.after)):
            for column, value in row.items():
                field = field_of(change.kind, column)
                if field is not None and field.related_model and value is not None:
                    wanted.setdefault(field.related_model, set()).add(value)
    return {
        (model._meta.label_lower, str(record.pk)): str(record)
        for model, keys in wanted.items()
        for record in with_names(model).filter(pk__in=keys)
        if not is_withheld(model._meta.label_lower, str(record.pk))
    }


def with_names(model: Any) -> Any:
    """Its records with what their names are made of: relations that must be there."""
    needed = [field.name for field in model._meta.local_fields if field.is_relation and not field.null]
    return model._base_manager.select_related(*needed) if needed else model._base_manager.all()


def value_words(field: "models.Field[Any, Any]", value: Any, labels: dict[tuple[str, str], str]) -> str:
    """A stored value as staff know it; empty for nothing."""
    if value is None or value == "":
        return ""
    if field.related_model:
        related: Any = field.related_model
        return labels.get((related._meta.label_lower, str(value)), f"{related._meta.verbose_name} {value}")
    if isinstance(field, models.BooleanField):
        return str(_("yes") if value else _("no"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    try:
        read = field.to_python(value)
    except (ValidationError, ValueError, TypeError):
        return str(value)
    return read.words if isinstance(read, PartialDate) else str(read)
