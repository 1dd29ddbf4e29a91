"""The records strangers may see of one kind, in list order, with a bitmap of positions for each value of each facet.

Held by each worker and patched when the content version moves, so that every list, count and filter is set
arithmetic (Roaring bitmaps, doi 10.1002/spe.2325) and costs the same at 1,000 and at 100,000 records. What it holds is
asked of ``visible_to`` and is never shown a request longer than it is true.
"""

import datetime as dt
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.utils.translation import get_language
from pyroaring import BitMap

from kpknow.content.facet import HIDDEN, NOT_RECORDED, Facet
from kpknow.content.prepared import FEW, Prepared
from kpknow.content.version import Version, current_version, touched_since

PATCHED_AT_MOST = 500
"""Touched records after which building anew is cheaper than patching."""
PK_BITS = 40
PK_MASK = (1 << PK_BITS) - 1
DATED = 1 << PK_BITS
"""The smallest key of a record whose date is known."""

Bits = Mapping[str, BitMap]
RowsT = TypeVar("RowsT", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Snapshot:
    """The catalogue at one content version; never changed, only replaced.

    ``keys`` ascend: day (0: not recorded) and primary key in one number, or the place in the alphabet and the key.
    A position is an index into them; ``shown`` holds the positions of visible records, ``values`` those of each value.
    ``by_pk`` is the same in primary keys, for whoever found records in another way.
    """

    version: Version
    keys: Sequence[int]
    key_of: Mapping[int, int]
    shown: BitMap
    values: Mapping[str, Bits]
    by_pk: Mapping[str, Bits]
    shown_pks: BitMap
    names: dict[tuple[str, str | None], dict[str, str]] = field(default_factory=dict)
    alphabet: dict[str, list[int]] = field(default_factory=dict)
    fragments: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    """Pieces of list pages that say nothing but what stands above."""

    def pks(self, positions: Iterable[int]) -> list[int]:
        return [self.keys[position] & PK_MASK for position in positions]

    def position(self, pk: int) -> int | None:
        """None for a record that is not visible."""
        key = self.key_of.get(pk)
        return None if key is None else bisect_left(self.keys, key)


class Catalogue(Generic[RowsT]):
    """All visible records of one kind. ``date``: the field of the list's order by time; without one, by ``name``.

    ``marks`` are known of each record like facets and are no filters.
    """

    def __init__(
        self,
        records: Callable[[], RowsT],
        facets: Sequence[Facet],
        *,
        marks: Sequence[Facet] = (),
        date: str = "",
        name: str = "title",
    ) -> None:
        self.records, self.facets, self.marks = records, facets, marks
        self.date, self.name = date, name
        self._held: Snapshot | None = None
        self._lock = threading.Lock()

    @cached_property
    def model(self) -> type[Model]:
        return self.records().model

    def with_list_facts(self) -> Any:
        """All records, hidden ones too, with what a list shows: only for keys a snapshot gave just now."""
        return self.model._default_manager.for_list()  # type: ignore[attr-defined]  # every record's has it

    @cached_property
    def _few(self) -> Prepared:
        """Which of a few records strangers may see, and their dates."""
        return Prepared(lambda pks: self.records().order_by().filter(pk__in=pks).values_list("pk", self.date), FEW)

    def now(self) -> Snapshot:
        """What is true at this moment: no query but the version's where nothing changed."""
        version = current_version()
        if (held := self._held) and is_true_at(held, version):
            return held
        with self._lock:
            held = self._held
            if held is None or not is_true_at(held, version):
                held = self._held = self._patched(held, version) or self._built(version)
        return held

    def _built(self, version: Version) -> Snapshot:
        """From nothing: one query, and one a facet."""
        rows = self.records().order_by()
        model = rows.model
        if self.date:
            dated = rows.order_by(F(self.date).asc(nulls_first=True), "pk").values_list("pk", self.date)
            keys = [dated_key(pk, day) for pk, day in dated.iterator(chunk_size=5000)]
        else:
            keys = [
                place << PK_BITS | pk
                for place, pk in enumerate(rows.order_by(self.name, "pk").values_list("pk", flat=True))
            ]
        key_of = {key & PK_MASK: key for key in keys}
        position_of = {key & PK_MASK: position for position, key in enumerate(keys)}
        shown, shown_pks = BitMap(range(len(keys))), BitMap(key_of)
        values, by_pk = {}, {}
        for facet in (*self.facets, *self.marks):
            found: dict[str, list[int]] = {}
            for pk, value in facet.pairs(model._default_manager.order_by()):
                if value is not None and pk in position_of:
                    found.setdefault(value, []).append(pk)
            placed = {value: BitMap([position_of[pk] for pk in pks]) for value, pks in found.items()}
            values[facet.name] = with_gap(placed, shown)
            by_pk[facet.name] = with_gap({value: BitMap(pks) for value, pks in found.items()}, shown_pks)
        return Snapshot(version, keys, key_of, shown, values, by_pk, shown_pks)

    def _patched(self, held: Snapshot | None, version: Version) -> Snapshot | None:
        """What changed since, taken over; None where building anew is the only or the cheaper way."""
        if held is None or not held.version.is_settled or not version.is_settled:
            return None
        if (held.version.epoch, held.version.on) != (version.epoch, version.on):
            return None
        label = self.model._meta.label_lower
        touched = touched_since(held.version.number)
        mine = [pk for touched_label, pk in touched if touched_label == label]
        if len(mine) > PATCHED_AT_MOST or (mine and not self.date):
            return None
        # names of values are asked anew when anything but our own records changed: a concept may be called otherwise
        names = held.names if len(mine) == len(touched) else {}
        fresh = replace(held, version=version, alphabet={}, names=names, fragments=OrderedDict())
        return self._with(fresh, mine) if mine else fresh

    def _with(self, held: Snapshot, pks: Sequence[int]) -> Snapshot:
        rows = self.records().order_by().filter(pk__in=pks)
        seen = self._few.rows(pks) if len(pks) <= FEW else rows.values_list("pk", self.date)
        now = {pk: dated_key(pk, day) for pk, day in seen}
        keys, key_of = list(held.keys), dict(held.key_of)
        shown, shown_pks = BitMap(held.shown), BitMap(held.shown_pks)
        values, by_pk = copied(held.values), copied(held.by_pk)
        placed = [shown, *(bits for bits_of in values.values() for bits in bits_of.values())]
        keyed = [shown_pks, *(bits for bits_of in by_pk.values() for bits in bits_of.values())]
        for pk in pks:
            if (key := key_of.pop(pk, None)) is not None:
                discard(placed, bisect_left(keys, key))
                discard(keyed, pk)
        for pk, key in now.items():
            position = bisect_left(keys, key)
            if position == len(keys) or keys[position] != key:
                keys.insert(position, key)
                if position < len(keys) - 1:
                    for bits in placed:
                        make_room(bits, position)
            key_of[pk] = key
        positions = {pk: bisect_left(keys, key) for pk, key in now.items()}
        shown.update(positions.values())
        shown_pks.update(positions)
        for facet in (*self.facets, *self.marks):
            if facet.few and len(pks) <= FEW:
                pairs = facet.few(pks)
            else:
                pairs = facet.pairs(rows.model._default_manager.order_by().filter(pk__in=pks))
            for pk, value in pairs:
                if value is not None and pk in positions:
                    values[facet.name].setdefault(value, BitMap()).add(positions[pk])
                    by_pk[facet.name].setdefault(value, BitMap()).add(pk)
            values[facet.name] = with_gap(values[facet.name], shown)
            by_pk[facet.name] = with_gap(by_pk[facet.name], shown_pks)
        same = all(values[name].keys() == held.values[name].keys() for name in values)
        names = held.names if same else {}
        return Snapshot(held.version, keys, key_of, shown, values, by_pk, shown_pks, names)

    def names(self, snapshot: Snapshot, facet: Facet) -> Mapping[str, str]:
        """Value → words of everything offered, in the order shown and in the reader's language; asked once."""
        at = (facet.name, get_language())
        if at not in snapshot.names:
            recorded = [value for value in snapshot.values[facet.name] if value not in (HIDDEN, NOT_RECORDED)]
            snapshot.names[at] = dict(facet.named(recorded))
        return snapshot.names[at]

    def newest(self, snapshot: Snapshot, chosen: BitMap, start: int, stop: int) -> list[int]:
        """Primary keys of a stretch of ``chosen``, latest first, those without a date last."""
        count = len(chosen)
        return snapshot.pks(reversed(chosen[max(0, count - stop) : max(0, count - start)]))

    def oldest(self, snapshot: Snapshot, chosen: BitMap, start: int, stop: int) -> list[int]:
        """Earliest first, those without a date last all the same."""
        undated = bisect_left(snapshot.keys, DATED)
        gap = chosen.rank(undated - 1) if undated else 0
        dated = len(chosen) - gap
        found = list(chosen[gap + start : gap + min(stop, dated)]) if start < dated else []
        if stop > dated:
            found += chosen[max(0, start - dated) : min(gap, stop - dated)]
        return snapshot.pks(found)

    def by_name(self, snapshot: Snapshot, chosen: BitMap, start: int, stop: int) -> list[int]:
        """By name. Where time is the order of the catalogue, one query at the first asking after a change."""
        if not self.date:
            return snapshot.pks(chosen[start:stop])
        if self.name not in snapshot.alphabet:
            pks = self.records().order_by(self.name, "pk").values_list("pk", flat=True)
            places = (snapshot.position(pk) for pk in pks)
            snapshot.alphabet[self.name] = [place for place in places if place is not None]
        return snapshot.pks(islice((place for place in snapshot.alphabet[self.name] if place in chosen), start, stop))


def is_true_at(held: Snapshot, version: Version) -> bool:
    return (held.version.token, held.version.on) == (version.token, version.on)


def dated_key(pk: int, day: Any) -> int:
    """``day`` is a date, or what SQLite keeps of one."""
    known = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return (known.toordinal() << PK_BITS if known else 0) | pk


def discard(every: Iterable[BitMap], number: int) -> None:
    for bits in every:
        bits.discard(number)


def make_room(bits: BitMap, position: int) -> None:
    """Move everything from ``position`` on up by one."""
    if bits and bits.max() >= position:
        above = BitMap(bits[bits.rank(position - 1) if position else 0 :])
        bits -= above
        bits |= above.shift(1)


def copied(values: Mapping[str, Bits]) -> dict[str, dict[str, BitMap]]:
    return {name: {value: BitMap(bits) for value, bits in bits_of.items()} for name, bits_of in values.items()}


def with_gap(bits_of: dict[str, BitMap], shown: BitMap) -> dict[str, BitMap]:
    """The values that somebody has, and the records that have none under NOT_RECORDED."""
    there = {value: bits for value, bits in bits_of.items() if bits and value != NOT_RECORDED}
    gap = shown.difference(*there.values()) if there else BitMap(shown)
    return {**there, NOT_RECORDED: gap} if gap else there
