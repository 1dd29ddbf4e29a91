"""What a list can be narrowed by, and the orders it comes in."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

NOT_RECORDED = "not-recorded"
HIDDEN = ""
"""A value that is recorded and may not be offered: the record is neither under it nor under “Not recorded”."""


@dataclass(frozen=True)
class Facet:
    """One group of filters.

    ``pairs`` gives (primary key, value) of each of the records given, in one query; a record may have several values
    or none. ``named`` gives (value, words) in the order shown, of those of the values given that may be offered, in
    the reader's language. ``has_gap``: records without a value are offered as “Not recorded”. ``least``: not offered
    for a list this short. ``is_offered`` False: an address may ask for it, the form shows only what was asked.
    ``moved`` gives the value that took the place of each of those given that were in use once: an address sends on.
    ``few`` gives the pairs of up to ``prepared.FEW`` records by key, where that is quicker.
    """

    name: str
    label: Any
    pairs: Callable[[QuerySet[Any]], Iterable[tuple[int, str | None]]]
    named: Callable[[Collection[str]], Iterable[tuple[str, str]]]
    has_gap: bool = True
    least: int = 0
    is_offered: bool = True
    moved: Callable[[Collection[str]], Mapping[str, str]] = lambda values: {}
    few: Callable[[Sequence[int]], Iterable[tuple[Any, ...]]] | None = None


@dataclass(frozen=True)
class Sort:
    """One order of a list; the first of a list's sorts is its default and never stands in the address."""

    name: str
    label: Any
