"""A second database server that follows the first: which questions of a request may be asked there.

Only tables under the content version may: a replica that is at the version the primary named has every change of them.
Accounts, sessions, counted attempts and links to drafts are under no version and are asked of the primary.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from kpknow.content.tracking import tracked

REPLICA = "replica"
"""The name in DATABASES; there only where REPLICA_URL is set."""
FOLLOWING = frozenset(
    {
        *("content_contentversion", "content_touch"),
        *("search_searchdoc", "search_indexstate", "search_similarstory"),  # each row says of which version it is
    }
)
"""Tables made of tracked ones."""


class Reading(threading.local):
    """Of one thread, which answers one request at a time."""

    alias = DEFAULT_DB_ALIAS


current = Reading()


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Until the end, or until something is written or a transaction begins: from then on the primary is asked."""
    current.alias = REPLICA
    try:
        yield
    finally:
        current.alias = DEFAULT_DB_ALIAS


def reading_alias() -> str:
    """Where content is read now. Goes from the replica to the primary within a request, never back: what is kept under
    a version may be newer than it, never older.
    """
    if current.alias != DEFAULT_DB_ALIAS and connections[DEFAULT_DB_ALIAS].in_atomic_block:
        current.alias = DEFAULT_DB_ALIAS
    return current.alias


def reading() -> BaseDatabaseWrapper:
    """The connection for SQL of our own over the tables of ``may_follow``."""
    return connections[reading_alias()]


@cache
def may_follow() -> frozenset[str]:
    """The tables of which a replica may be asked. Known once all apps are ready."""
    return FOLLOWING | {one.table for one in tracked}


class ReplicaRouter:
    """Django's. Always names one: left to itself, Django would ask a record's neighbours where the record came from."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return reading_alias() if model._meta.db_table in may_follow() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        current.alias = DEFAULT_DB_ALIAS
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA
