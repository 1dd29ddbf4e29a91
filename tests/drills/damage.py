"""What every drill of killing needs: a process to kill, the database as it was, and what is looked at afterwards.

Imported once the settings are known.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, models

from kpknow.content.models import Change
from tests.drills.clusters import NEW, SITE, Cluster
from tests.drills.releases import kept_models

VARIES = {"public_id", "guid", "salt", "digest", "seal", "row_key", "record_key", "about_key", "token"}
"""Columns whose words are drawn by chance, or follow keys that are given out anew."""
NOT_ASKED = ("search.", "upkeep.", "content.touch", "content.contentversion")
"""Tables that follow the others by themselves."""


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


def struck(runner: int, cluster: Cluster | None = None) -> None:
    """The process is killed; or, where a server is named, all of that one's, and it starts again."""
    if cluster:
        cluster.kill()
    else:
        os.kill(runner, signal.SIGKILL)
    os.waitpid(runner, 0)
    if cluster:
        cluster.start()


def migrated() -> None:
    call_command("migrate", verbosity=0)


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def laid_aside(folder: Path, cluster: Cluster | None, name: str) -> Callable[[], None]:
    """Keep the database as it is; what is returned puts that back in its place."""
    connections.close_all()
    if cluster:
        cluster.copy_database(SITE, name)
        return partial(put_back_there, cluster, name)
    return partial(put_back, Path(shutil.copy(database(), folder / f"{name}.sqlite3")))


def put_back_there(cluster: Cluster, name: str) -> None:
    connections.close_all()
    cluster.copy_database(name, SITE)


def put_back(kept: Path) -> None:
    emptied(None)
    shutil.copy(kept, database())


def emptied(cluster: Cluster | None) -> None:
    """No table is left."""
    connections.close_all()
    if cluster:
        cluster.copy_database(NEW, SITE)
        return
    for ending in ("", "-wal", "-shm"):
        database().with_name(database().name + ending).unlink(missing_ok=True)


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


SCHEMA = {
    "sqlite": ("SELECT type || name || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",),
    "postgresql": (
        "SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " column_default, generation_expression) FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')",
    ),
}


def schema() -> set[str]:
    """Tables, indexes, constraints and triggers as they are made; their names tell what they are of."""
    found = set()
    with connection.cursor() as cursor:
        for question in SCHEMA[connection.vendor]:
            cursor.execute(question)
            found |= {row[0] for row in cursor.fetchall()}
    return found


def words_kept() -> dict[str, list[str]]:
    """Table → what its rows say, without keys and moments: the same after two runs of the same."""
    found = {}
    for model in kept_models(apps):
        label = model._meta.label_lower
        if not label.startswith(NOT_ASKED):
            found[label] = sorted(map(str, model._base_manager.values_list(*words_of(model))))
    return found


def words_of(model: type[models.Model]) -> list[str]:
    """Its columns of words; where it has none, the rows themselves are counted. A history tells keys."""
    fields: Any = model._meta.local_concrete_fields
    names = [field.attname for field in fields if isinstance(field, models.CharField | models.TextField)]
    told = [name for name in names if name not in VARIES]
    return ["kind", "verb"] if model is Change else told or [models.Value(1)]  # type: ignore[list-item]
