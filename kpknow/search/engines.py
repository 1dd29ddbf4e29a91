"""The same questions to either database's full-text index; answers are numbers of documents."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import transaction
from pyroaring import BitMap

from kpknow.content.replica import reading, reading_alias
from kpknow.search.query import Term

RANKED_AT_MOST = 2000
"""Hits that are ranked, the latest added: ranking more costs more than anybody would notice."""
WORTH_LOOKING_UP = 60
"""To look one document up in FTS5 costs as much as to read the ranks of so many in a row."""


def matching(terms: Iterable[Term], *, any_of: bool = False) -> str:
    """The expression of terms that must all match, or any of them; empty where nothing can be asked."""
    join = (" OR " if any_of else " AND ") if reading().vendor == "sqlite" else (" | " if any_of else " & ")
    return join.join(filter(None, (one(term) for term in terms)))


def one(term: Term) -> str:
    if reading().vendor == "sqlite":
        parts = [quoted(" ".join(phrase)) for phrase in term.phrases]
        parts += [f"{quoted(term.beginning)} *"] if term.beginning else []
        return f"({' OR '.join(parts)})" if parts else ""
    parts = ["(" + " <-> ".join(lexeme(stem) for stem in phrase) + ")" for phrase in term.phrases]
    parts += [f"{lexeme(term.beginning)}:*"] if term.beginning else []
    return f"({' | '.join(parts)})" if parts else ""


def quoted(words: str) -> str:
    """A string of FTS5; what is in it is tokens, never operators."""
    return '"' + words.replace('"', '""') + '"'


def lexeme(stem: str) -> str:
    """A lexeme of tsquery."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def hits(expression: str) -> BitMap:
    """Every document that matches."""
    if not expression:
        return BitMap()
    if reading().vendor == "sqlite":
        return BitMap(column("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [expression]))
    with transaction.atomic(using=reading_alias()):
        by_index()
        return BitMap(column("SELECT id FROM search_searchdoc WHERE stems @@ %s::tsquery", [expression]))


def having(stem: str) -> BitMap:
    """Every document with this stem, as it stands in the index. For thousands of them: after by_index()."""
    if reading().vendor == "sqlite":
        return BitMap(column("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [quoted(stem)]))
    return BitMap(column("SELECT id FROM search_searchdoc WHERE stems @@ %s::tsquery", [lexeme(stem)]))


def ranked(expression: str, candidates: BitMap, most: int, among: int) -> list[int]:
    """The best of the candidates, best first, later ones before equals; at most RANKED_AT_MOST are weighed.

    ``among``: how many documents match in all, about.
    """
    if not expression or not candidates:
        return []
    weighed = candidates[-RANKED_AT_MOST:] if len(candidates) > RANKED_AT_MOST else candidates
    if reading().vendor == "sqlite":
        return ranked_by_fts5(expression, weighed, most, among)
    with transaction.atomic(using=reading_alias()):
        by_index()
        # weights of D, C, B, A: body, unused, summary, title
        return column(
            "SELECT id FROM search_searchdoc WHERE id = ANY(%s) AND stems @@ %s::tsquery "
            "ORDER BY ts_rank('{0.1, 0, 0.3, 0.8}', stems, %s::tsquery, 1) DESC, published DESC NULLS LAST, id DESC "
            "LIMIT %s",
            [list(weighed), expression, expression, most],
        )


def ranked_by_fts5(expression: str, candidates: BitMap, most: int, among: int) -> list[int]:
    if among > WORTH_LOOKING_UP * len(candidates):
        places = ", ".join(str(number) for number in candidates)  # numbers of our own
        where = f"rowid IN ({places})"
    else:
        where = f"rowid BETWEEN {candidates.min()} AND {candidates.max()}"
    rows = rows_of(f"SELECT rowid, rank FROM search_fts WHERE search_fts MATCH %s AND {where}", [expression])  # noqa: S608
    weighed = sorted((rank, -number) for number, rank in rows if number in candidates)
    return later_first([(rank, -number) for rank, number in weighed], most)


def later_first(weighed: Sequence[tuple[float, int]], most: int) -> list[int]:
    """The first numbers in order of their ranks; of equals those published later."""
    last = weighed[min(most, len(weighed)) - 1][0] if weighed else 0
    running = [(rank, number) for rank, number in weighed if rank <= last]
    days = published([number for _rank, number in running])
    running.sort(key=lambda one: (one[0], -days.get(one[1], 0), -one[1]))
    return [number for _rank, number in running[:most]]


def published(documents: Sequence[int]) -> dict[int, int]:
    """When each was published, as a day's number."""
    places = ", ".join(str(number) for number in documents)  # numbers of our own
    rows = rows_of(f"SELECT id, julianday(published) FROM search_searchdoc WHERE id IN ({places})", [])  # noqa: S608
    return {number: int(day or 0) for number, day in rows}


def latest(candidates: BitMap, most: int) -> list[int]:
    """The candidates by the day they were published, latest first, out of the RANKED_AT_MOST added last."""
    added_last = candidates[-RANKED_AT_MOST:] if len(candidates) > RANKED_AT_MOST else candidates
    if not added_last:
        return []
    places = ", ".join(str(number) for number in added_last)  # numbers of our own
    return column(
        f"SELECT id FROM search_searchdoc WHERE id IN ({places}) "  # noqa: S608
        "ORDER BY published DESC NULLS LAST, id DESC LIMIT %s",
        [most],
    )


def by_index() -> None:
    """PostgreSQL reckons a stem vector as cheap as a number and would read them all. For this transaction only.

    Nothing on SQLite, which does no such thing.
    """
    if reading().vendor == "sqlite":
        return
    with reading().cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[int, float]]:
    with reading().cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def column(sql: str, parameters: Sequence[Any]) -> list[int]:
    with reading().cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(chain.from_iterable(cursor.fetchall()))
