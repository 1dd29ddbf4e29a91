"""How a database is set while a corpus comes in, and what it is told afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

MUCH_AT_ONCE = {"hashsize": 16 * 1024 * 1024, "automerge": 0}
"""Of FTS5: gather sixteen megabytes of words before writing them, merge what was written only when it must."""
AS_USUAL = {"hashsize": 1024 * 1024, "automerge": 4}
"""FTS5's own."""
CACHE_FOR_MUCH, USUAL_CACHE = 64 * 1024, 2_000
"""Kibibytes of the file that SQLite holds; the second is its own choice."""


@contextmanager
def writing_much() -> Iterator[None]:
    """Settings under which each database takes many long texts at once.

    SQLite's text index merges less often, which is a third of its work; each later change merges a little more.
    PostgreSQL keeps its text index's new words aside until the tables are looked at, and packs long texts in the
    quicker of its two ways where the server has it; this holds for the rest of the connection.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET gin_pending_list_limit = '256MB'")
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute(
                "SELECT set_config(name, 'lz4', false) FROM pg_settings "
                "WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
            )
        yield
        return
    _set_index(MUCH_AT_ONCE)
    _set_cache(CACHE_FOR_MUCH)
    try:
        yield
    finally:
        _set_index(AS_USUAL)
        _set_cache(USUAL_CACHE)


def look_at_tables() -> None:
    """Tell the database what its tables hold now: after so many rows at once, its picture of them is wrong.

    PostgreSQL also merges what its text index put aside while rows came in; without that, searching stays slow.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.execute("VACUUM (ANALYZE)")
        else:
            cursor.execute("ANALYZE")


def _set_index(values: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute("INSERT INTO search_fts(search_fts, rank) VALUES (%s, %s)", [name, value])


def _set_cache(kibibytes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = -{kibibytes}")
