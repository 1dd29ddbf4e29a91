"""Which content is current: asked before anything kept from an earlier request is shown again."""

import datetime as dt
import secrets
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from kpknow.content.models import Door, Touch
from kpknow.content.replica import reading
from kpknow.content.static_copy import is_copied


@dataclass(frozen=True)
class Version:
    """``token`` differs after any change, ``number`` grows with each; ``on`` is today (UTC): consents lapse by the day.

    Numbers compare within one ``epoch`` only. ``is_settled`` is False inside a transaction and during migrations: what
    is read then may never come to be, and may not be kept for others. ``door`` is a ``Door``.
    """

    token: int
    number: int
    epoch: int
    on: dt.date
    is_settled: bool = True
    door: str = Door.OPEN


def current_version() -> Version:
    """One indexed read on PostgreSQL. SQLite says for nothing that no commit came in between: then no read at all.

    Asked where content is read, so that nothing older than its version is kept under it. In a copy that leaves for good
    it is one of its own: what was kept for pages may say more than the copy may.
    """
    version = site_version()
    return replace(version, token=~version.token, epoch=~version.epoch) if is_copied() else version


def site_version() -> Version:
    on = timezone.now().date()
    connection = reading()
    # a rollback takes back what was read, not the count
    seen = None if connection.in_atomic_block else commits_seen(connection)
    kept = getattr(connection, "kept_version", None)
    if seen is not None and kept is not None and kept[0] == seen:
        token, number, epoch, door = kept[1]
    else:
        token, number, epoch, door = read_version()
        connection.kept_version = (seen, (token, number, epoch, door))  # type: ignore[attr-defined]  # lives and dies with its connection
    if token is None:
        return Version(secrets.randbits(62), number, epoch, on, is_settled=False, door=door)
    return Version(token, number, epoch, on, is_settled=not connection.in_atomic_block, door=door)


def commits_seen(connection: BaseDatabaseWrapper) -> tuple[Any, int, int] | None:
    """On SQLite, three things that change together with the file: connection, others' commits, own changed rows."""
    if connection.vendor != "sqlite":
        return None
    connection.ensure_connection()
    raw = connection.connection
    return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes


def read_version(using: str = "") -> tuple[int | None, int, int, str]:
    """Of the database ``using``; where content is read, if none is named. Raises Django's database errors."""
    with (connections[using] if using else reading()).cursor() as cursor:
        cursor.execute("SELECT token, number, epoch, door FROM content_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return tuple(row) if row else (None, 0, 0, Door.OPEN)


def door_now() -> str:
    """Asked of the driver itself, for the requests that ask for no version before: one read by primary key. Raises
    Django's database errors.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        cursor.execute("SELECT door FROM content_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else Door.OPEN


def touched_since(number: int) -> set[tuple[str, int]]:
    """Label and primary key of every record touched after that number: one query."""
    return set(Touch.objects.filter(number__gt=number).values_list("label", "record"))
