"""Triggers that write down every change of a curated table, and others that let nobody rewrite what was written.

They see every route: a form, a bulk update, an import, a command, raw SQL. Who it was they are told by the connection
(recording.py); migrations run without them. A row costs about 20 µs, nothing when no kept column changed.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from kpknow.content.history.curated import Curated, curated_tables
from kpknow.content.models import Act, Change, Sealed

PREFIX = "kh_"
LOGS: tuple[type[Sealed], ...] = (Change, Act)
OPERATIONS = {"insert": "added", "update": "changed", "delete": "removed"}
REFUSAL = "This log is only added to."


def installed(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> dict[str, str]:
    """Our triggers in this database, each with its table."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'kh_*'")
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND starts_with(t.tgname, 'kh_')"
        )
    return dict(cursor.fetchall())


def remove_history_triggers(using: str, **_signal: Any) -> None:
    """Before migrations, which change tables and shipped rows: what a migration does is told by its file."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in installed(connection, cursor).items():
            drop_trigger(connection, cursor, name, table)


def drop_trigger(connection: BaseDatabaseWrapper, cursor: CursorWrapper, name: str, table: str) -> None:
    of_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    cursor.execute(f'DROP TRIGGER "{name}"{of_table}')


def install_history_triggers(app_config: AppConfig, using: str, **_signal: Any) -> None:
    """After migrations, with the columns the tables have by then; what is there already stays."""
    if app_config.label != Change._meta.app_label:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {log._meta.db_table for log in LOGS} <= tables:
            return
        there = set(installed(connection, cursor))
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_WRITER)
        for one in curated_tables().values():
            wanted = {f"{PREFIX}{one.table}_{operation}": operation for operation in OPERATIONS}
            if one.table in tables and not set(wanted) <= there:
                named = {column.name for column in connection.introspection.get_table_description(cursor, one.table)}
                columns = [column for column in one.columns if column in named]
                for name, operation in wanted.items():
                    if name not in there:
                        make = sqlite_writer if connection.vendor == "sqlite" else postgresql_writer
                        cursor.execute(make(one, operation, name, columns))
        for log in LOGS:
            guard(connection, cursor, log)


def missing_triggers(using: str) -> set[str]:
    """Those without which something would be written that no history tells of: a migration was cut off at its end."""
    connection = connections[using]
    writers = {f"{PREFIX}{one.table}_{operation}" for one in curated_tables().values() for operation in OPERATIONS}
    guards = {name for log in LOGS for name in guards_of(log)}
    with connection.cursor() as cursor:
        return (writers | guards) - set(installed(connection, cursor))


def guards_of(log: type[Sealed]) -> dict[str, str]:
    return {f"{PREFIX}{log._meta.db_table}_keep_{operation}": operation for operation in ("update", "delete")}


def guard(connection: BaseDatabaseWrapper, cursor: CursorWrapper, log: type[Sealed]) -> None:
    """Refuse to remove a row of a log, and to change it but for sealing it once and erasing what it says."""
    there = installed(connection, cursor)
    for name, operation in guards_of(log).items():
        if name in there:
            continue
        condition = f" WHEN (NOT ({allowed(log, connection.vendor)}))" if operation == "update" else ""
        head = f'CREATE TRIGGER "{name}" BEFORE {operation.upper()} ON "{log._meta.db_table}" FOR EACH ROW{condition}'
        if connection.vendor == "sqlite":
            cursor.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        else:
            cursor.execute(f"{head} EXECUTE FUNCTION kh_refuse()")


def unguard(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> None:
    """Only to empty the whole site: the logs go with it."""
    guards = {name for log in LOGS for name in guards_of(log)}
    for name, table in installed(connection, cursor).items():
        if name in guards:
            drop_trigger(connection, cursor, name, table)


def allowed(log: type[Sealed], vendor: str) -> str:
    """SQL of what may happen to a row: it is told who it was and sealed, once; later its content may go."""
    same = " IS NOT DISTINCT FROM " if vendor == "postgresql" else " IS "

    def stays(*columns: str) -> str:
        return " AND ".join(f'NEW."{column}"{same}OLD."{column}"' for column in ("id", *columns))

    told = set(log.TOLD)
    fixed = stays(*sorted(told - {"account", "route", "act"}))
    sealed_now = f"OLD.seal = '' AND {stays(*log.CONTENT, 'is_erased')}"
    if not log.CONTENT:
        return f"{fixed} AND {sealed_now}"
    gone = " AND ".join(f'NEW."{column}" IS NULL' for column in log.CONTENT)
    kept = stays("place", "digest", "seal", *sorted(told & {"account", "route", "act"}))
    return f"{fixed} AND ({sealed_now} OR (OLD.seal <> '' AND {kept} AND {gone} AND NEW.salt = '' AND NEW.is_erased))"


# Writers: every part of this SQL comes from the declarations of our own code.


def sqlite_writer(one: Curated, operation: str, name: str, columns: list[str]) -> str:
    def row(side: str) -> str:
        return "json_object(" + ", ".join(f"'{column}', {side}.\"{column}\"" for column in columns) + ")"

    side = "OLD" if operation == "delete" else "NEW"
    record = f'{side}."{one.record_column}"'
    if one.over:
        table, key, column = one.over
        record = f'(SELECT "{column}" FROM "{table}" WHERE "{key}" = {record})'  # noqa: S608
    values = [
        "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        f"'{OPERATIONS[operation]}'",
        f"'{one.record_kind}'",
        f"COALESCE(CAST({record} AS TEXT), '')",
        f"'{one.kind}'",
        f'CAST({side}."{one.key}" AS TEXT)',
        row("OLD") if operation != "insert" else "NULL",
        row("NEW") if operation != "delete" else "NULL",
        "'', 0, '', '', '', 0",
    ]
    when = " WHEN " + changed(columns, " IS NOT ") if operation == "update" else ""
    return (
        f'CREATE TRIGGER "{name}" AFTER {operation.upper()} ON "{one.table}"{when} BEGIN '  # noqa: S608
        "INSERT INTO content_change (at, verb, record_kind, record_key, kind, row_key, before, after,"
        f" route, act, salt, digest, seal, is_erased) VALUES ({', '.join(values)}); END"
    )


def changed(columns: list[str], differs: str) -> str:
    return " OR ".join(f'NEW."{column}"{differs}OLD."{column}"' for column in columns)


def postgresql_writer(one: Curated, operation: str, name: str, columns: list[str]) -> str:
    over = one.over or ("", "", "")
    words = (one.record_kind, one.record_column, one.kind, one.key, "{" + ",".join(columns) + "}", *over)
    told = ", ".join(f"'{word}'" for word in words)
    when = f" WHEN ({changed(columns, ' IS DISTINCT FROM ')})" if operation == "update" else ""
    return (
        f'CREATE TRIGGER "{name}" AFTER {operation.upper()} ON "{one.table}" FOR EACH ROW{when} '
        f"EXECUTE FUNCTION kh_write({told})"
    )


POSTGRESQL_WRITER = """
CREATE OR REPLACE FUNCTION kh_write() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb; is_now jsonb; row_now jsonb; belongs text;
BEGIN
    IF current_setting('kpknow.recording', true) = 'off' THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT jsonb_object_agg(key, value) INTO was FROM jsonb_each(to_jsonb(OLD))
            WHERE key = ANY (TG_ARGV[4]::text[]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        SELECT jsonb_object_agg(key, value) INTO is_now FROM jsonb_each(to_jsonb(NEW))
            WHERE key = ANY (TG_ARGV[4]::text[]);
    END IF;
    row_now := COALESCE(is_now, was);
    belongs := row_now ->> TG_ARGV[1];
    IF TG_ARGV[5] <> '' THEN
        EXECUTE format('SELECT %I::text FROM %I WHERE %I::text = $1', TG_ARGV[7], TG_ARGV[5], TG_ARGV[6])
            INTO belongs USING belongs;
    END IF;
    INSERT INTO content_change (at, verb, record_kind, record_key, kind, row_key, before, after, account, route, act,
        salt, digest, seal, is_erased)
    VALUES (clock_timestamp(), CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END,
        TG_ARGV[0], COALESCE(belongs, ''), TG_ARGV[2], row_now ->> TG_ARGV[3], was::text, is_now::text,
        NULLIF(current_setting('kpknow.account', true), '')::bigint,
        COALESCE(current_setting('kpknow.route', true), ''),
        COALESCE(NULLIF(current_setting('kpknow.act', true), ''), '0')::bigint, '', '', '', false);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kh_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'This log is only added to.'; END $$;
"""
