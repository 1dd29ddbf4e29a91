"""Closing the site in danger, and opening it again. Nothing that was acknowledged is lost, nothing is written after."""

from django.db import connection, transaction

from kpknow.accounts.models import StaffSession
from kpknow.content.history.acts import record_act
from kpknow.content.history.chain import seal_logs
from kpknow.content.models import ActVerb, ContentVersion, Door
from kpknow.upkeep.barring import bar_sessions, bar_tables, unbar_sessions, unbar_tables

LOCK_SECONDS = 300
"""How long SQLite's one writer is waited for: an import of thousands of rows holds the file for some seconds."""


def close_site(door: Door) -> int:
    """End every session and let nothing be written until ``open_site``; how many sessions ended.

    Once it has returned no write of anybody is acknowledged any more: writers it met were rolled back (PostgreSQL) or
    had committed before (SQLite). Closing a closed site changes its door.
    """
    if connection.vendor == "postgresql":
        bar_sessions()
        with transaction.atomic():
            return turn(door, ActVerb.CLOSED)
    wait_for_the_file()
    with transaction.atomic():
        unbar_tables()
        ended = turn(door, ActVerb.CLOSED)
        bar_tables()
    return ended


def open_site() -> None:
    """Let everybody in again. Sessions that were ended stay ended."""
    if connection.vendor == "postgresql":
        unbar_sessions()
        with transaction.atomic():
            turn(Door.OPEN, ActVerb.OPENED)
        return
    wait_for_the_file()
    with transaction.atomic():
        unbar_tables()
        turn(Door.OPEN, ActVerb.OPENED)


def turn(door: Door, verb: ActVerb) -> int:
    """Note it in the audit log, sealed at once: afterwards the log is closed, too."""
    ContentVersion.objects.filter(pk=1).update(door=door)
    ended, _by_kind = StaffSession.objects.all().delete()
    record_act(verb, by=None, note=door)
    seal_logs()
    return ended


def wait_for_the_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
