"""What was deleted leaves the pages of the database: it stands there until something else is written over it."""

import logging

from django.apps import apps
from django.db import OperationalError, connection

from kpknow.curation.purging.emptying import word_fields
from kpknow.search.rebuilding import leave_no_old_words

logger = logging.getLogger(__name__)
WAITS = "10s"
"""For whoever reads a table; longer than that would make readers wait, and the table's turn comes another night."""


def write_files_anew() -> None:
    """The full text index, then every table that can hold words; SQLite's log of writes is emptied.

    SQLite writes the whole file again, some 30 MB a second: writers wait, readers do not. PostgreSQL writes table by
    table, and readers of that one wait. Within a transaction neither can be done, and nothing is.
    """
    leave_no_old_words()
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                logger.warning("somebody was reading all the time: the log of writes is emptied by a later run")
            return
        cursor.execute(f"SET lock_timeout = '{WAITS}'")
        for table in sorted({model._meta.db_table for model in apps.get_models() if word_fields(model)}):
            try:
                cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
            except OperationalError:
                cursor.execute(f'VACUUM "{table}"')
                logger.warning("%s was in use: it is written anew by a later run", table)
        cursor.execute("RESET lock_timeout")
