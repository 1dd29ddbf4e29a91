"""Triggers by which the database itself notes what changed, whoever changed it: a form, a bulk load, raw SQL.

Every statement on a tracked table moves ``ContentVersion`` in its own transaction and notes the records it touches, so
that a cache can ask what became stale. Costs about 3 µs a row on SQLite; on PostgreSQL one update a statement, and
writers queue for each other until they commit, readers never wait.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

PREFIX = "kp_"
ANY = 0
"""The record number of concepts whose key is no number: something of that kind changed."""
OPERATIONS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Touches:
    """What a changed row means for one kind of record.

    ``query`` selects the primary keys touched, reading ``FROM {changed}``, a table ``changed`` of the changed rows with
    the given ``columns``.
    ``new_rows`` False: a row just inserted cannot touch anything yet.
    """

    label: str
    query: str
    columns: tuple[str, ...] = ("id",)
    new_rows: bool = True


def own(label: str, column: str = "id") -> Touches:
    """The changed row is, or belongs to, the record itself."""
    return Touches(label, f"SELECT changed.{column} AS id FROM {{changed}}", (column,))  # noqa: S608  # names from our own code


@dataclass(frozen=True)
class Tracked:
    """One table readers see something of. ``app`` declares it: an upper app may add to a lower one's table."""

    app: str
    table: str
    touches: tuple[Touches, ...] = ()

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.app}_{self.table}"


tracked: list[Tracked] = []


def track(app: str, tables: dict[str, tuple[Touches, ...]]) -> None:
    """Declared once, when the app is ready; the triggers come with the next ``migrate``."""
    tracked.extend(Tracked(app, table, touches) for table, touches in tables.items())


def remove_triggers(using: str, **_signal: Any) -> None:
    """Before migrations: SQLite cannot remake a table that triggers of others speak of. Nothing may be cached now."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "content_contentversion" not in connection.introspection.table_names(cursor):
            return
        if names := installed(connection, cursor):
            cursor.execute("UPDATE content_contentversion SET token = NULL")
        for name, table in names.items():
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{of_table}")


def install_triggers(app_config: AppConfig, using: str, **_signal: Any) -> None:
    """After migrations of each app, and after the tables were emptied; what is there already stays."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {"content_contentversion", "content_touch"} <= tables:
            return
        there = set(installed(connection, cursor))
        for one in tracked:
            if one.app == app_config.label and one.table in tables:
                for name, statements in triggers_of(one, connection.vendor).items():
                    for statement in statements if name not in there else ():
                        cursor.execute(statement)
                    there.add(name)
        cursor.execute("SELECT count(*) FROM content_contentversion WHERE token IS NOT NULL")
        is_counting = cursor.fetchone()[0]
        if not is_counting and {name for one in tracked for name in triggers_of(one, connection.vendor)} <= there:
            start_counting(cursor)


def start_counting(cursor: CursorWrapper) -> None:
    """A fresh token, so that nothing kept from before is taken for current."""
    values = [secrets.randbits(62), secrets.randbits(62)]
    cursor.execute("UPDATE content_contentversion SET number = number + 1, epoch = %s, token = %s WHERE id = 1", values)
    if cursor.rowcount == 0:
        cursor.execute(  # after every touch that outlived the row: a number is never given twice
            "INSERT INTO content_contentversion (id, number, epoch, token) "
            "SELECT 1, COALESCE(MAX(number), 0) + 1, %s, %s FROM content_touch",
            values,
        )


def installed(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> dict[str, str]:
    """Our triggers in this database, each with its table."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
        )
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND t.tgname LIKE %s",
            [f"{PREFIX}%"],
        )
    return dict(cursor.fetchall())


def triggers_of(one: Tracked, vendor: str) -> dict[str, list[str]]:
    """Trigger names, each with the statements that make it."""
    make = sqlite_trigger if vendor == "sqlite" else postgresql_trigger
    made = dict(make(one, operation) for operation in OPERATIONS)
    if vendor == "postgresql":
        made |= dict([postgresql_count(one)])
    return made


def noted(one: Tracked, operation: str) -> Iterable[Touches]:
    return (touch for touch in one.touches if touch.new_rows or operation != "insert")


def note(touch: Touches, rows: str) -> str:
    """The statement that writes one kind of touch. ``rows`` is the SQL of the table ``changed``."""
    return (  # every part comes from the declarations of our own code
        "INSERT INTO content_touch (label, record, number) "  # noqa: S608
        f"SELECT DISTINCT '{touch.label}', touched.id, version.number "
        f"FROM ({touch.query.format(changed=rows)}) touched, content_contentversion version "
        "WHERE touched.id IS NOT NULL "
        "ON CONFLICT (label, record) DO UPDATE SET number = excluded.number"
    )


def sqlite_trigger(one: Tracked, operation: str) -> tuple[str, list[str]]:
    sides = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}[operation]
    body = ["UPDATE content_contentversion SET number = number + 1, token = random() WHERE token IS NOT NULL"]
    for touch in noted(one, operation):
        rows = " UNION ".join(
            "SELECT " + ", ".join(f"{side}.{column} AS {column}" for column in touch.columns) for side in sides
        )
        body.append(note(touch, f"({rows}) changed"))
    name = f"{one.name}_{operation}"
    return name, [f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {one.table} BEGIN {'; '.join(body)}; END"]


def postgresql_count(one: Tracked) -> tuple[str, list[str]]:
    """Counts before any row is locked, so that two writers wait for each other and never for both in a ring."""
    name = f"{one.name}_count"
    return name, [
        "CREATE OR REPLACE FUNCTION kp_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE content_contentversion SET number = number + 1, token = (random() * 9007199254740991)::bigint "
        "WHERE token IS NOT NULL; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {one.table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kp_count()",
    ]


def postgresql_trigger(one: Tracked, operation: str) -> tuple[str, list[str]]:
    seen = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
    seen["update"] = f"{seen['insert']} {seen['delete']}"
    sides = {"insert": ("new_rows",), "update": ("new_rows", "old_rows"), "delete": ("old_rows",)}[operation]
    body = []
    for touch in noted(one, operation):
        columns = ", ".join(touch.columns)
        rows = " UNION ".join(f"SELECT {columns} FROM {side}" for side in sides)  # noqa: S608  # as above
        body.append(note(touch, f"({rows}) changed") + ";")
    name = f"{one.name}_{operation}"
    return name, [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {' '.join(body)} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {one.table} REFERENCING {seen[operation]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
