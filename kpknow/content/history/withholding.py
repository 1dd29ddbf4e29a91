"""Whose words the history may not show: asked of the consents each time it is opened, never stored."""

import json
from collections.abc import Callable, Iterable, Iterator

from django.db.models import QuerySet

from kpknow.content.models import Change

Holds = Callable[[str], bool]

asked: dict[str, Holds] = {}
"""Kind of record → whether every consent behind its words holds today; apps above this one fill it."""


def ask_consent(record_kind: str, holds: Holds) -> None:
    """Have the history of these records ask. ``holds`` takes the key of one, which may be gone already."""
    asked[record_kind] = holds


def is_withheld(record_kind: str, record_key: str) -> bool:
    """Whether what this record said before must not be shown, nor had again."""
    holds = asked.get(record_kind)
    return holds is not None and not holds(record_key)


def once_tied(record_kind: str, record_key: str, kind: str, column: str) -> set[int]:
    """Keys that rows of this kind of the record ever had in a column: people and consents taken out since too."""
    rows = Change.objects.filter(record_kind=record_kind, record_key=record_key, kind=kind)
    return {key for _record, key in keys_in(rows, column)}


def records_once_tied(kind: str, column: str, keys: Iterable[int]) -> set[str]:
    """Keys of records whose rows of this kind ever led to one of these. Reads all of that kind: for rare questions."""
    wanted = set(keys)
    return {record for record, key in keys_in(Change.objects.filter(kind=kind), column) if key in wanted}


def keys_in(changes: QuerySet[Change], column: str) -> Iterator[tuple[str, int]]:
    """(key of the record, key in the column) of every change that has one there, before or after."""
    for record, *contents in changes.order_by().values_list("record_key", "before", "after").iterator():
        for text in contents:
            if text and (key := json.loads(text).get(column)):
                yield record, int(key)
