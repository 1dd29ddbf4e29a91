"""Which heading of a file is which column: by its name, by what the same headings were last time."""

from collections.abc import Mapping, Sequence

from events.models import term_key
from kpknow.curation.importing.table import Table

REASON = "what is wrong"
"""Heading of the column that a file of faulty rows has at its end; it is left out when the file comes back."""


def heading_key(heading: str) -> str:
    return " ".join(term_key(heading).replace("_", " ").replace("*", " ").split())


def guess(table: Table, headings: Sequence[str], before: Mapping[int, str] | None = None) -> dict[int, str]:
    """Place → column key. ``before``: what the same headings were mapped to last time."""
    called: dict[str, str] = {}
    for column in table.columns:
        for words in (column.key, *column.also, str(table.model_field(column).verbose_name)):
            called.setdefault(heading_key(words), column.key)
    for column in table.columns:  # a column's own key before any other's second name
        called[heading_key(column.key)] = column.key
    if before:
        return {place: key for place, key in before.items() if place < len(headings) and key in table.by_key}
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        key = called.get(heading_key(heading))
        if key and key not in found.values():
            found[place] = key
    return found
