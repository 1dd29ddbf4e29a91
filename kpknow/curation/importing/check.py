"""What each row of a file would do: a new record, a change, nothing, or an error. Nothing is saved here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kpknow.curation.importing.columns import EMPTIED, Column
from kpknow.curation.importing.look_alikes import look_alikes
from kpknow.curation.importing.reading.grid import Row
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.vocabulary import CellRefused, Vocabulary
from kpknow.curation.models.imports import Verdict


@dataclass
class Checked:
    """One row, judged. Texts are as columns write them.

    ``errors``: column key → words, under the empty key what concerns the whole row. ``changes``: column key → text
    before and after. ``kept``: likewise, where somebody edited the record by hand since a file set it, and their words
    stay. ``alike``: key and title of records it may be the same as.
    """

    row: Row
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    record: Any = None
    changes: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    alike: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def key(self) -> Any:
        """The record's, None for one that is not there yet."""
        return self.record.pk if self.record is not None else None

    @property
    def verdict(self) -> Verdict:
        if self.errors:
            return Verdict.ERROR
        if self.key is None:
            return Verdict.NEW
        return Verdict.CHANGED if self.changes else Verdict.SAME


class Check:
    """Rows of one file against what is there. About twenty queries for any number of rows.

    ``mapping``: place of a cell → column key. ``doubles``: row number → number of another row of the same key.
    ``chosen``: row number → key of the record somebody said it is. ``locks``: record key → column key → text a file
    set last. ``taken``: record key → number of an earlier row that means it.
    """

    def __init__(
        self,
        table: Table,
        mapping: Mapping[int, str],
        *,
        known: Vocabulary | None = None,
        doubles: Mapping[int, int] | None = None,
        chosen: Mapping[int, Any] | None = None,
        locks: Any = None,
        taken: Mapping[Any, int] | None = None,
    ) -> None:
        self.table, self.mapping = table, mapping
        self.known = known or Vocabulary()
        self.doubles, self.chosen = doubles or {}, chosen or {}
        self.find_locks: Any = locks or (lambda _keys: {})
        self.taken = dict(taken or {})

    def rows(self, rows: Sequence[Row], *, compare_names: bool = True) -> list[Checked]:
        """``compare_names``: whether to look for records that new rows may be the same as."""
        checked = [self.read(row) for row in rows]
        keys = {id(one): self.find(one) for one in checked}
        found = self.table.load({key for key in keys.values() if key is not None})
        locks = self.find_locks(list(found))
        for one in checked:
            key = keys[id(one)]
            one.record = found.get(key) if key is not None else self.table.blank()
            if one.record is None:
                one.errors.setdefault("", _("Somebody deleted this record meanwhile."))
                continue
            self.apply(one, locks.get(key, {}))
        self.table.attach([one.record for one in checked if not one.errors])
        for one in checked:
            self.judge(one)
        new = [one for one in checked if one.verdict == Verdict.NEW and compare_names]
        for one, alike in zip(new, look_alikes(self.table, [one.values for one in new], self.known), strict=True):
            one.alike = alike
        return checked

    def read(self, row: Row) -> Checked:
        """The values of its cells, and what is wrong with single ones."""
        texts = {key: row.cells[place].strip() for place, key in self.mapping.items() if place < len(row.cells)}
        checked = Checked(row, texts)
        for place, words in row.wrong.items():
            if place < 0 or place in self.mapping:
                checked.errors[self.mapping.get(place, "")] = words
        for key, text in texts.items():
            if not text or key in checked.errors:
                continue
            column = self.table.by_key[key]
            model_field = self.table.model_field(column)
            try:
                if text == EMPTIED:
                    checked.values[key] = self.emptied(column, model_field)
                else:
                    checked.values[key] = column.read(text, self.known, model_field)
            except CellRefused as refused:
                checked.errors[key] = refused.words
        return checked

    def emptied(self, column: Column, model_field: Any) -> Any:
        if column.required or column.key == "slug":
            raise CellRefused(_("This cannot be emptied."))
        return column.empty(model_field)

    def find(self, one: Checked) -> Any:
        """The key of the record the row means; None for a new one or where it cannot be told."""
        number = one.row.number
        if number in self.doubles:
            words = _("Row %(other)d means the same. Take one of them out, or tell them apart.")
            one.errors.setdefault("", words % {"other": self.doubles[number]})
            return None
        key = self.chosen.get(number)
        if key is None and not {"slug", self.table.name_key} & set(one.errors):
            try:
                key = self.table.find(one.values, self.known)
            except CellRefused as refused:
                one.errors.setdefault(self.table.name_key, refused.words)
        if key is not None:
            other = self.taken.setdefault(key, number)
            if other != number:
                words = _("Row %(other)d means the same record. Take one of them out.")
                one.errors.setdefault("", words % {"other": other})
        return key

    def apply(self, one: Checked, locked: Mapping[str, str]) -> None:
        """Set what differs, but for what somebody edited by hand since a file set it."""
        is_new = one.record.pk is None
        for key, value in one.values.items():
            column = self.table.by_key[key]
            if key == "slug" and not is_new:
                continue
            before = "" if is_new else column.write(column.get(one.record), self.known)
            after = column.write(value, self.known)
            if not is_new and before == after:
                continue
            if not is_new and locked.get(key, before) != before:
                one.kept[key] = [before, after]
                continue
            column.set(one.record, value)
            one.changes[key] = [before, after]

    def judge(self, one: Checked) -> None:
        """Whether the record could be saved like this."""
        record = one.record
        if record is None:
            return
        if record.pk is None:
            for column in self.table.columns:
                if column.required and not one.values.get(column.key) and column.key not in one.errors:
                    words = _("This is needed for a new record.")
                    if column.key not in self.mapping.values():
                        words = _("This is needed for a new record; the file has no such column.")
                    one.errors[column.key] = words
        if one.errors or not (one.changes or record.pk is None):
            return
        if words := self.table.guard(record, self.known):
            one.errors[""] = words
            return
        one.errors |= self.table.refusals(record)
        if not one.errors and record.pk is None:
            self.table.complete(record, self.known)


def doubles(table: Table, mapping: Mapping[int, str], rows: Sequence[tuple[int, Sequence[str]]]) -> dict[int, int]:
    """Row number → number of another row with the same key, for all rows of a file."""
    first: dict[Any, int] = {}
    found: dict[int, int] = {}
    for number, cells in rows:
        texts = {key: cells[place].strip() for place, key in mapping.items() if place < len(cells)}
        key = table.row_key(texts)
        if key is None:
            continue
        if key in first:
            found[number] = first[key]
            found.setdefault(first[key], number)
        else:
            first[key] = number
    return found
