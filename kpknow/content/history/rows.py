"""Puts rows back as the history says they were, in the database's own terms: no type is lost on the way."""

import json
from typing import Any

from django.db import connection
from django.utils import timezone

from kpknow.content.history.curated import Curated
from kpknow.content.history.versions import content
from kpknow.content.models import Change, Record

# Every name in this SQL comes from our own models.


def row_now(one: Curated, key: str) -> dict[str, Any] | None:
    """The row as the history would write it down; None where it is not there."""
    if connection.vendor == "sqlite":
        shown = "json_object(" + ", ".join(f"'{column}', \"{column}\"" for column in one.columns) + ")"
    else:
        shown = "to_jsonb(t)::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {shown} FROM "{one.table}" t WHERE CAST("{one.key}" AS TEXT) = %s',  # noqa: S608
            [key],
        )
        found = cursor.fetchone()
    return content(found[0]) if found else None


def kept_as_it_is(one: Curated) -> set[str]:
    """Columns no version brings back: what readers may see is decided anew, by the actions that decide it."""
    if not issubclass(one.model, Record):
        return set()
    return {str(field.column) for field in Record._meta.local_fields if not field.editable} | {*one.model.lasting}


def put_back(one: Curated, key: str, values: dict[str, Any]) -> None:
    names = list(values)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            columns = ", ".join(f'"{name}" = %s' for name in names)
            cursor.execute(
                f'UPDATE "{one.table}" SET {columns} WHERE CAST("{one.key}" AS TEXT) = %s',  # noqa: S608
                [*values.values(), key],
            )
        else:
            columns = ", ".join(f'"{name}" = r."{name}"' for name in names)
            cursor.execute(
                f'UPDATE "{one.table}" t SET {columns} FROM jsonb_populate_record(NULL::"{one.table}", %s::jsonb) r '  # noqa: S608
                f'WHERE CAST(t."{one.key}" AS TEXT) = %s',
                [json.dumps(values), key],
            )


def bring_back(one: Curated, values: dict[str, Any]) -> None:
    """Insert a row that was removed, under its old key; columns made since get what a new row would."""
    fields = {field.column: field for field in one.model._meta.local_concrete_fields}
    values = {name: value for name, value in values.items() if name in fields}
    fresh = {
        name: timezone.now() if getattr(field, "auto_now", False) else field.get_default()
        for name, field in fields.items()
        if name not in values
    }
    added = [fields[name].get_db_prep_save(value, connection) for name, value in fresh.items()]
    into = ", ".join(f'"{name}"' for name in (*values, *fresh))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * (len(values) + len(added)))
            cursor.execute(f'INSERT INTO "{one.table}" ({into}) VALUES ({marks})', [*values.values(), *added])  # noqa: S608
        else:
            chosen = ", ".join([*(f'r."{name}"' for name in values), *["%s"] * len(added)])
            cursor.execute(
                f'INSERT INTO "{one.table}" ({into}) SELECT {chosen} '  # noqa: S608
                f'FROM jsonb_populate_record(NULL::"{one.table}", %s::jsonb) r',
                [*added, json.dumps(values)],
            )


def take_out(one: Curated, key: str) -> None:
    """Remove a row and what hangs on it; ProtectedError or RestrictedError where something must not lose it."""
    for row in one.model._base_manager.filter(pk=key):
        row.delete()


def undo(change: Change, one: Curated) -> tuple[bool, bool]:
    """Undo one change where the row still stands as the change left it, field by field.

    Returns whether anything was changed, and whether anything had to be left because it was changed since.
    """
    before, after = content(change.before), content(change.after)
    now = row_now(one, change.row_key)
    if change.verb == "added":
        if one.is_record or now is None:
            return False, one.is_record
        take_out(one, change.row_key)
        return True, False
    if change.verb == "removed":
        if now is not None or one.is_record:
            return False, now is None
        bring_back(one, before)
        return True, False
    if now is None:
        return False, True
    wanted = {name for name in before if before[name] != after.get(name) and name in now} - kept_as_it_is(one)
    untouched = {name: before[name] for name in wanted if now[name] == after.get(name)}
    if untouched:
        put_back(one, change.row_key, untouched)
    return bool(untouched), any(name not in untouched and now[name] != before[name] for name in wanted)
