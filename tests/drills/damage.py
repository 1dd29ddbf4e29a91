"""What is killed, and what is looked at afterwards. Imported once the settings are known."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from events.models import Organisation, OrganisationName
from kpknow.content.models import Change, Source
from kpknow.curation.actions.purging import purge_all
from tests import builders as make
from tests.drills import say
from tests.drills.clusters import Cluster
from tests.drills.crash import a_moment
from tests.drills.planting import WORD, plant, tables_with, take_everything_back

MIGRATIONS_AGO = 25
"""How far back the database is that migrations are killed over."""
SOURCES = 500
"""Rows it holds then."""


def forked(act: Callable[[], object]) -> int:
    """Its process: a copy of this one, with connections of its own."""
    connections.close_all()
    sys.stdout.flush()
    if key := os.fork():
        return key
    try:
        act()
    finally:
        os._exit(0)
    return 0


def migrated() -> None:
    call_command("migrate", verbosity=0)


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def laid_aside(folder: Path, name: str) -> Path:
    """A copy of the database as it is."""
    connections.close_all()
    return Path(shutil.copy(database(), folder / name))


def put_back(kept: Path) -> None:
    connections.close_all()
    for ending in ("-wal", "-shm"):
        database().with_name(database().name + ending).unlink(missing_ok=True)
    shutil.copy(kept, database())


def damages() -> list[str]:
    """Of the database itself. PostgreSQL reads every page; its checksums are on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            return said + [f"{row[0]} leads nowhere" for row in cursor.fetchall()]
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*), sum(length(t::text)) FROM "{table}" t')  # noqa: S608  # names of tables
    return []


# Writers


def write_until_killed(notes: Path, began: str) -> None:
    """Each write is three rows in one transaction, acknowledged by a line that is on the disk."""
    with notes.open("w") as noted:
        for number in range(1_000_000):
            try:
                write(f"{began}-{number}")
            except DatabaseError:
                return  # the server is gone
            noted.write(f"{began}-{number}\n")
            noted.flush()
            os.fsync(noted.fileno())


def write(title: str) -> None:
    with transaction.atomic():
        Source.objects.create(title=title, slug=title)
        named = Organisation.objects.create(name=title, slug=title)
        OrganisationName.objects.create(organisation=named, name=title)


def missing(notes: Path) -> tuple[int, int, int]:
    """Acknowledged, of these lost, and writes of which a part is there: the history of each row is a part of it."""
    kept = [
        set(Source.objects.values_list("title", flat=True)),
        set(Organisation.objects.values_list("name", flat=True)),
        set(OrganisationName.objects.values_list("name", flat=True)),
    ]
    noted = Change.objects.filter(kind="content.source", verb="added").count()
    acknowledged = set(notes.read_text().split("\n")[:-1])
    whole, some = set.intersection(*kept), set.union(*kept)
    return len(acknowledged), len(acknowledged - whole), len(some - whole) + abs(noted - len(kept[0]))


def writers_killed(folder: Path, cluster: Cluster | None, *, rounds: int) -> list[str]:
    faults, count, lost, half = [], 0, 0, 0
    began = time.monotonic()
    for number in range(rounds):
        notes = folder / f"acknowledged-{number}"
        notes.touch()
        writer = forked(lambda notes=notes, number=number: write_until_killed(notes, f"w{number}"))
        while not notes.stat().st_size:
            a_moment(0.001, 0.002)
        a_moment(0.01, 0.3)
        if cluster is None:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        else:
            cluster.kill()
            os.waitpid(writer, 0)
            cluster.start()
        found = missing(notes)
        count, lost, half = count + found[0], lost + found[1], max(half, found[2])
        faults += damages()
    what = "the process that writes" if cluster is None else "the server"
    say(
        f"{connection.vendor}: {rounds} × kill -9 of {what}: {count} writes acknowledged, {lost} lost, {half} half,"
        f" {len(faults)} damages; {time.monotonic() - began:.0f} s"
    )
    return faults + [f"{lost} acknowledged writes lost"] * bool(lost) + [f"{half} writes are half there"] * bool(half)


# Migrations


def earlier() -> None:
    """A database as it was some migrations ago, with rows of then."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor.migrate(None, plan=plan[:-MIGRATIONS_AGO])
    source = state.apps.get_model("content", "Source")
    source.objects.bulk_create(source(title=f"Source {n}", slug=f"source-{n}") for n in range(SOURCES))


def tables() -> set[str]:
    """Tables, indexes and triggers as they are made; names of indexes and triggers tell what they are of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type || name || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {row[0] for row in cursor.fetchall()}


def migrations_killed(folder: Path, *, rounds: int) -> list[str]:
    """Old or new, never between: afterwards the next run goes on, and all is as if nothing had happened."""
    earlier()
    old = laid_aside(folder, "earlier.sqlite3")
    began = time.monotonic()
    migrated()
    took, expected, faults, places = time.monotonic() - began, tables(), [], []
    for _round in range(rounds):
        put_back(old)
        before = len(MigrationRecorder(connection).applied_migrations())
        runner = forked(migrated)
        a_moment(0, took)
        os.kill(runner, signal.SIGKILL)
        os.waitpid(runner, 0)
        faults += damages()
        places.append(len(MigrationRecorder(connection).applied_migrations()) - before)
        migrated()
        faults += damages()
        if tables() != expected:
            faults.append("the tables are others than of an undisturbed run")
        if Source.objects.count() != SOURCES:
            faults.append(f"{SOURCES - Source.objects.count()} rows lost")
    database().unlink()
    connections.close_all()
    say(
        f"sqlite: {rounds} × kill -9 of a migration with data, after {', '.join(map(str, places))} of {MIGRATIONS_AGO}:"
        f" {len(faults)} faults; undisturbed {took:.1f} s"
    )
    return faults


# Purges


def purges_killed(folder: Path, *, rounds: int) -> list[str]:
    """The next run finishes it: no copy of what was withdrawn is in the file."""
    desk = get_user_model()._default_manager.create_superuser("curator", password="a long pass phrase")  # type: ignore[attr-defined]
    plant(desk)
    take_everything_back(desk)
    stays = make.make_story("A wren sang", slug="wren")
    kept, faults = laid_aside(folder, "planted.sqlite3"), []
    began = time.monotonic()
    purge_all(at_once=True)
    took = time.monotonic() - began
    for _round in range(rounds):
        put_back(kept)
        runner = forked(lambda: purge_all(at_once=True))
        a_moment(0, took)
        os.kill(runner, signal.SIGKILL)
        os.waitpid(runner, 0)
        faults += damages()
        purge_all(at_once=True)
        faults += damages()
        copies = sum(path.read_bytes().count(WORD.encode()) for path in database().parent.glob("*.sqlite3*"))
        if copies or tables_with(WORD):
            faults.append(f"{copies} copies left after a purge that was killed")
        if not type(stays)._default_manager.filter(title="A wren sang").exists():
            faults.append("a story nobody withdrew is gone")
    say(f"sqlite: {rounds} × kill -9 of a purge: {len(faults)} faults; undisturbed {took:.1f} s")
    return faults
