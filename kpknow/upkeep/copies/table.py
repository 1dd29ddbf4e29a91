"""One kind of row as a copy holds it: which rows, which of their fields, and under which name others refer to them."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models

from kpknow.content.partial_dates import PartialDate

Row = dict[str, Any]
Name = str | int
"""By what a row is known in a copy: its slug or public id; else its number, counted anew so that gaps tell nothing."""
Names = Mapping[type[models.Model], Mapping[Any, Name]]
"""Primary key → name, of every row that is in the copy."""
STRETCH = 500
ROW = "row"
"""The column with the number of a row that has no name of its own."""


def nothing(row: Any, names: Names) -> Row:
    return {}


@dataclass(frozen=True)
class Table:
    """``leaves`` are all fields that go into a copy, ``stays`` those that never do: none is left undecided.

    ``shown``: values to write in place of the database's, and any that have no column. ``tags``: the table that ties
    topics to it. ``named_by``: the field others refer to it by. A row that needs one that is not in the copy is left
    out, and a reference that may be empty is emptied.
    """

    name: str
    model: type[models.Model]
    leaves: Sequence[str]
    stays: Collection[str] = ()
    rows: Callable[[], Any] | None = None
    named_by: str = ""
    shown: Callable[[Any, Names], Row] = nothing
    extra: Sequence[str] = ()
    """Columns without a field: ``shown`` says what stands in them."""
    tags: type[models.Model] | None = None
    kept: str = ""
    """The field of an uploaded file."""
    filled: Row = field(default_factory=dict)
    """What stands in fields that stay, in a row that is brought back."""

    @property
    def columns(self) -> list[str]:
        return [*([] if self.named_by else [ROW]), *self.leaves, *self.extra]

    def found(self) -> Any:
        rows = self.rows() if self.rows else self.model._default_manager.all()
        return rows.order_by("pk")

    def field(self, name: str) -> Any:
        return self.model._meta.get_field(name)


def names_of(tables: Sequence[Table]) -> Names:
    """What each row will be called: one query a table."""
    names: dict[type[models.Model], dict[Any, Name]] = {}
    for table in tables:
        needed = [one for one in table.leaves if is_reference(table.field(one)) and not table.field(one).null]
        columns = [table.field(one).attname for one in needed]
        targets = [table.field(one).related_model for one in needed]
        known = names[table.model] = {}
        found = table.found().values_list("pk", *([table.named_by] if table.named_by else []), *columns)
        for pk, *values in found.iterator(chunk_size=2000):
            name = values.pop(0) if table.named_by else len(known) + 1
            if all(value in names[target] for value, target in zip(values, targets, strict=True)):
                known[pk] = name
    return names


def rows_of(table: Table, names: Names) -> Iterator[tuple[Any, Row]]:
    """Each row with what leaves of it, in the order of their keys: a few queries for every five hundred."""
    mine = names[table.model]
    found = (row for row in table.found().iterator(chunk_size=STRETCH) if row.pk in mine)
    while some := list(islice(found, STRETCH)):
        ties = {one: ties_of(table, one, some, names) for one in table.leaves if table.field(one).many_to_many}
        for row in some:
            shown = table.shown(row, names)
            values = {
                one: shown[one]
                if one in shown
                else ties[one][row.pk]
                if one in ties
                else value_of(table, row, one, names)
                for one in table.leaves
            }
            numbered = {} if table.named_by else {ROW: mine[row.pk]}
            yield row, numbered | values | {one: shown[one] for one in table.extra}


def value_of(table: Table, row: Any, name: str, names: Names) -> Any:
    column = table.field(name)
    value = getattr(row, column.attname)
    if is_reference(column):
        return names[column.related_model].get(value)
    return plain(value)


def plain(value: Any) -> Any:
    """As JSON has it; of a moment only its day."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return str(value)  # a partial date, an amount of money, a lasting number


def is_reference(column: Any) -> bool:
    return bool(column.many_to_one or column.one_to_one)


def ties_of(table: Table, name: str, rows: Sequence[Any], names: Names) -> dict[Any, list[Name]]:
    """Row → what it is tied to, of that which is in the copy: one query."""
    through, here, there = tie(table, name)
    known = names[through._meta.get_field(there).related_model]
    tied: dict[Any, list[Name]] = {row.pk: [] for row in rows}
    pairs = through._default_manager.filter(**{f"{here}__in": list(tied)}).order_by("pk").values_list(here, there)
    for one, other in pairs:
        if other in known:
            tied[one].append(known[other])
    return tied


def tie(table: Table, name: str) -> tuple[Any, str, str]:
    """The table between, its reference to the row and that to the other."""
    if table.tags is not None and name == "topics":
        return table.tags, "content_object", "tag"
    column = table.field(name)
    return column.remote_field.through, column.m2m_field_name(), column.m2m_reverse_field_name()


def brought(table: Table, row: Row, name: str, keys: Mapping[type[models.Model], Mapping[Name, Any]]) -> Any:
    """A value of a copy as its field takes it. Raises KeyError for a row that is not there, ValidationError."""
    column, value = table.field(name), row[name]
    if is_reference(column):
        return None if value is None else keys[column.related_model][value]
    if isinstance(column, models.DateTimeField):
        return None if value is None else dt.datetime.combine(dt.date.fromisoformat(value), dt.time(), dt.UTC)
    made = column.to_python(value)
    return made if not isinstance(made, PartialDate) else str(made)
