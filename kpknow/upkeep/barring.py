"""Has the database itself refuse every write, whoever sends it: the web, a job, a shell.

No middleware can promise that: a request let in a moment ago may write a moment later.
"""

import time

from django.db import connection
from django.db.backends.utils import CursorWrapper

GUARD = "bar_"
REFUSAL = "the site is closed: manage.py panic --end opens it"
PATIENCE = 1.0
"""Seconds a reader's question may still take on PostgreSQL before its connection is ended. Writers' end at once."""
LONGEST = 30.0
LOOK_AGAIN = 0.02


class StillThere(Exception):
    """Connections that PostgreSQL did not end in time, by number."""


def bar_tables() -> None:
    """SQLite, within a transaction: that holds the only write lock, so nobody else is in the middle of anything."""
    with connection.cursor() as cursor:
        for table in plain_tables(cursor):
            for operation in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(
                    f'CREATE TRIGGER "{GUARD}{table}_{operation.lower()}" BEFORE {operation} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


def unbar_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 4) = %s", [GUARD])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def plain_tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%%'"
    )
    return [name for (name,) in cursor.fetchall()]


def bar_sessions() -> None:
    """PostgreSQL: new connections only read, and those from before are ended, with what they had not committed.

    This one goes on writing. Needs no right but the account's own; holds for this database alone.
    """
    write_from_here()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {database()} SET default_transaction_read_only = on")
    end_others()


def unbar_sessions() -> None:
    write_from_here()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {database()} RESET default_transaction_read_only")
    end_others()


def write_from_here() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")


def database() -> str:
    return connection.ops.quote_name(str(connection.settings_dict["NAME"]))


def end_others() -> None:
    """Every connection of this account that is older than now. Raises StillThere."""
    old = (
        "FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND backend_start < %s"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now, begun = cursor.fetchone()[0], time.monotonic()
        while True:
            waited = time.monotonic() - begun
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) "
                f"{old} AND (state <> 'active' OR backend_xid IS NOT NULL OR %s)",
                [now, waited > PATIENCE],
            )
            cursor.execute(f"SELECT count(*) {old}", [now])
            left = cursor.fetchone()[0]
            if not left:
                return
            if waited > LONGEST:
                raise StillThere(left)
            time.sleep(LOOK_AGAIN)
