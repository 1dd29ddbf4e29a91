"""How a database is set while a corpus comes in, and what it is told afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

HASH_SIZE = "INSERT INTO search_fts(search_fts, rank) VALUES ('hashsize', %d)"
MUCH, USUAL = 16 * 1024 * 1024, 1024 * 1024
"""Bytes; the second is FTS5's own."""


@contextmanager
def writing_much() -> Iterator[None]:
    """Settings under which each database takes many long texts at once.

    SQLite's text index gathers more words before it writes them down; merging is most of its work. PostgreSQL packs
    long texts in the quicker of its two ways where the server has it.
    """
    if connection.vendor == "postgresql":
        _set(
            "SELECT set_config(name, 'lz4', false) FROM pg_settings "
            "WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
        )
        yield
        return
    _set(HASH_SIZE % MUCH)
    try:
        yield
    finally:
        _set(HASH_SIZE % USUAL)


def look_at_tables() -> None:
    """Tell the database what its tables hold now: after so many rows at once, its picture of them is wrong.

    PostgreSQL also merges what its text index put aside while rows came in; without that, searching stays slow.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("RESET statement_timeout")
        else:
            cursor.execute("ANALYZE")


def _set(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
