"""Whether this process may be given readers: asked by whatever stands in front of it."""

from collections.abc import Iterator
from functools import cache

from django.core.cache import cache as shared_cache
from django.db import DEFAULT_DB_ALIAS, Error, connection
from django.db.migrations.executor import MigrationExecutor

from kpknow.content.history.triggers import missing_triggers
from kpknow.content.version import read_version

PROBE = "kpknow.ready"


class MigrationsWait(Exception):
    """The database is of an earlier release, by so many migrations."""


def hindrances() -> Iterator[str]:
    """What stands in the way, in words; nothing where readers may come."""
    try:
        every_migration_is_applied()
        token, *_rest = read_version(DEFAULT_DB_ALIAS)
        if token is None or missing_triggers(DEFAULT_DB_ALIAS):
            yield "The database does not note what changes: run manage.py migrate."
    except MigrationsWait as wait:
        yield f"{wait} migrations wait: run manage.py migrate."
    except Error:
        yield "The database does not answer."
    shared_cache.set(PROBE, 1, 60)
    if shared_cache.get(PROBE) != 1:
        yield "The cache does not keep what it is given."


@cache
def every_migration_is_applied() -> None:
    """Raises MigrationsWait. Once true it stays so for a process: a later release comes with processes of its own."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsWait(len(waiting))
