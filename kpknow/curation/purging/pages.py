"""What was deleted leaves the pages of the database: it stands there until something else is written over it."""

import logging
import time

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.db.backends.utils import CursorWrapper

from kpknow.content.history.triggers import drop_trigger, install_history_triggers, installed
from kpknow.content.models import Change
from kpknow.curation.purging.emptying import WORDS
from kpknow.search.rebuilding import leave_no_old_words, leave_no_samples

logger = logging.getLogger(__name__)
WAITS = "10s"
"""For whoever reads a table; longer than that would make readers wait, and the table's turn comes another night."""
OLD_READERS = 120.0
"""Seconds to wait for whoever still reads rows as they were: a table written anew before they end keeps those rows."""
LOOKS_BACK = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)
        AND greatest(age(backend_xmin), age(backend_xid)) >= age(%(since)s::xid)
    ) OR EXISTS (
        SELECT FROM pg_replication_slots WHERE greatest(age(xmin), age(catalog_xmin)) >= age(%(since)s::xid)
    )
"""
SAMPLES = "pg_statistic"
"""Where PostgreSQL keeps the commonest values of every column, to plan by. Whoever owns the database may rewrite it."""
SAMPLES_OF_EMPTY_TABLES = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_stats s
    JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = s.schemaname::regnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
    WHERE s.schemaname = current_schema() AND c.relkind = 'r' AND c.reltuples = 0 AND NOT s.inherited
    AND NOT EXISTS (SELECT FROM pg_attribute g WHERE g.attrelid = c.oid AND g.attgenerated <> '')
    AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'bytea'::regtype)
"""
LOG_MAY_GO = """
    SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND pg_has_role('pg_checkpoint', 'USAGE'),
        current_setting('wal_recycle') = 'off'
"""


def write_files_anew() -> bool:
    """The full text index, then every table that can hold words, then the log of writes. Whether nothing is left there.

    SQLite writes the whole file again, some 30 MB a second: writers wait, readers do not. PostgreSQL writes table by
    table, and readers of that one wait. Within a transaction neither can be done, and nothing is.
    """
    leave_no_old_words()
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if was_busy := bool(cursor.fetchone()[0]):
                logger.warning("somebody was reading all the time: the log of writes is emptied by a later run")
            return not was_busy
        cursor.execute(f"SET lock_timeout = '{WAITS}'")
        done = [outlast_old_readers(cursor)]
        for table in sorted({model._meta.db_table for model in apps.get_models() if holds_words(model)}):
            done.append(rewrite(cursor, table, "FULL, ANALYZE"))
        done.append(forget_samples(cursor))
        cursor.execute("RESET lock_timeout")
        let_the_log_go(cursor)
        return all(done)


def holds_words(model: type[models.Model]) -> bool:
    """Addresses are made of words, too."""
    return any(isinstance(field, WORDS) for field in model._meta.local_concrete_fields)


def outlast_old_readers(cursor: CursorWrapper) -> bool:
    """Whether they ended. Nobody is kept waiting by it.

    PostgreSQL's own sampling of a table counts as one, and so does a replica's reader.
    """
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    since, until = {"since": cursor.fetchone()[0]}, time.monotonic() + OLD_READERS
    cursor.execute(LOOKS_BACK, since)
    while cursor.fetchone()[0]:
        if time.monotonic() > until:
            logger.warning("somebody was reading all the time: what they may still read is removed by a later run")
            return False
        time.sleep(0.1)
        cursor.execute(LOOKS_BACK, since)
    return True


def rewrite(cursor: CursorWrapper, table: str, how: str) -> bool:
    try:
        cursor.execute(f'VACUUM ({how}) "{table}"')
    except OperationalError:
        cursor.execute(f'VACUUM "{table}"')
        logger.warning("%s was in use: it is written anew by a later run", table)
        return False
    return True


def forget_samples(cursor: CursorWrapper) -> bool:
    """ANALYZE leaves those of a table that has become empty; giving a column its own type again drops them.

    The table's triggers of the history name its columns, and stand aside for that moment. Where another column is made
    of it that cannot be done: that is the full text index alone, which helps itself.
    """
    leave_no_samples()
    cursor.execute(SAMPLES_OF_EMPTY_TABLES)
    columns: dict[str, list[str]] = {}
    for table, column, kind in cursor.fetchall():
        columns.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind}')
    done = []
    for table, changes in columns.items():
        try:
            with transaction.atomic():
                for name, of in installed(connection, cursor).items():
                    if of == table:
                        drop_trigger(connection, cursor, name, table)
                cursor.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
                install_history_triggers(apps.get_app_config(Change._meta.app_label), connection.alias)
        except OperationalError:
            logger.warning("what PostgreSQL knew of the values of %s stays until a later run", table)
            done.append(False)
    done += [outlast_old_readers(cursor), rewrite(cursor, SAMPLES, "FULL")]
    return all(done)


def log_may_go() -> tuple[bool, bool]:
    """Whether this account may end a file of PostgreSQL's log of writes, and whether old ones are then removed.

    Where they are not, they are named anew and written over, and until then hold what they held.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOG_MAY_GO)
        may, is_removed = cursor.fetchone()
        return may, is_removed


def let_the_log_go(cursor: CursorWrapper) -> None:
    if all(log_may_go()):
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    else:
        logger.warning(
            "what was purged stays in PostgreSQL's log of writes for a while: docs/deploy.md, “The database”"
        )
