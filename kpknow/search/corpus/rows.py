"""Rows written by the thousand: prepared statements on SQLite, COPY on PostgreSQL. No model instance is made."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
PARAMETERS = 9_000
"""Of one statement on SQLite, which takes 32,766 since 3.32."""
DATES = (models.DateField, models.DateTimeField)


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys nobody has or will get. One query; inside a transaction only."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # IMMEDIATE transactions: nobody else writes until we commit, and AUTOINCREMENT remembers the highest
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            highest = (cursor.fetchone() or (0,))[0]
            return list(range(highest + 1, highest + 1 + count))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [key for (key,) in cursor.fetchall()]


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Row], **same: Any) -> None:
    """Write rows of these fields; ``same`` holds for all of them, other fields have their defaults. One statement.

    Values are what the column holds: texts, numbers, dates, keys. Triggers and constraints of the database hold.
    """
    if not rows:
        return
    fields = {field.name: field for field in model._meta.concrete_fields}
    constants = {
        name: field.get_db_prep_save(same.get(name, field.get_default()), connection)
        for name, field in fields.items()
        if name not in names and not field.primary_key
    }
    dated = [at for at, name in enumerate(names) if isinstance(fields[name], DATES)]
    if dated:
        rows = [_with_dates(row, dated, [fields[name] for name in names]) for row in rows]
    columns = [str(fields[name].column) for name in (*names, *constants)]
    write = _insert if connection.vendor == "sqlite" else _copy
    write(model._meta.db_table, columns, rows, tuple(constants.values()))


def _with_dates(row: Row, dated: Sequence[int], fields: Sequence[Any]) -> Row:
    values = list(row)
    for at in dated:
        values[at] = fields[at].get_db_prep_save(values[at], connection)
    return values


def _insert(table: str, columns: Sequence[str], rows: Sequence[Row], constants: Row) -> None:
    """Many rows a statement: SQLite keeps a copy of each page a statement changes, once for all of its rows."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    one = f"({', '.join(['%s'] * len(columns))})"
    together = PARAMETERS // len(columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), together):
            chunk = rows[start : start + together]
            cursor.execute(
                f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * len(chunk))}",  # noqa: S608  # names from our own models
                [value for row in chunk for value in (*row, *constants)],
            )


def _copy(table: str, columns: Sequence[str], rows: Sequence[Row], constants: Row) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    end = "".join(f"\t{_copied(value)}" for value in constants) + "\n"
    text = "".join("\t".join(map(_copied, row)) + end for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))


def _copied(value: Any) -> str:
    """One value as PostgreSQL's COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f"{value:d}"
