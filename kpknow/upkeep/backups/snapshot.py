"""The database as it was at one moment, in a file, while others go on writing."""

import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from kpknow.content.models import Act


class SnapshotFailed(Exception):
    """In the words of whoever refused."""


@dataclass(frozen=True)
class Snapshot:
    """``counts``: rows of each table; ``migrations``: app and name; ``origin``: see there."""

    vendor: str
    counts: dict[str, int]
    migrations: list[list[str]]
    origin: str


def take_snapshot(path: Path) -> Snapshot:
    """SQLite by its own backup, PostgreSQL by ``pg_dump`` from the snapshot the rows are counted in."""
    return sqlite_snapshot(path) if connection.vendor == "sqlite" else postgresql_snapshot(path)


def sqlite_snapshot(path: Path) -> Snapshot:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)  # in one step: in WAL mode writers do not wait for it
        copy.execute("PRAGMA journal_mode = DELETE")
        counts = counts_in(copy)
        rows = copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return Snapshot("sqlite", counts, [list(row) for row in rows], origin())


def counts_in(copy: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table. Raises SnapshotFailed for a damaged file."""
    said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if said != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
        raise SnapshotFailed(f"The database is damaged: {said[0]}.")
    names = copy.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608  # names of tables


def postgresql_snapshot(path: Path) -> Snapshot:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        counts = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # names of tables
            counts[name] = cursor.fetchone()[0]
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        first = origin()
        run_tool(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}"
        )
    return Snapshot("postgresql", counts, migrations, first)


def origin() -> str:
    """The seal of the first act ever noted: drawn with a salt, the same in every backup of one site, empty before."""
    return Act.objects.filter(place=1).values_list("seal", flat=True).first() or ""


def run_tool(tool: str, *words: str) -> None:
    """One of PostgreSQL's programs on our database; its password travels by the environment. Raises SnapshotFailed."""
    at = connection.settings_dict
    known = {"PGHOST": at["HOST"], "PGPORT": at["PORT"], "PGUSER": at["USER"], "PGPASSWORD": at["PASSWORD"]}
    told = {name: str(value) for name, value in known.items() if value}
    told |= {"PGDATABASE": str(at["NAME"]), "PGOPTIONS": "-c default_transaction_read_only=off"}
    try:
        done = subprocess.run(  # noqa: S603  # our own words
            [tool, *words], env=os.environ | told, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as missing:
        raise SnapshotFailed(f"{tool} is not installed: apt install postgresql-client.") from missing
    if done.returncode:
        raise SnapshotFailed(f"{tool}: {(done.stderr.strip().splitlines() or ['it failed'])[0]}")
