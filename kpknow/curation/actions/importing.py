"""A file becomes drafts: read, checked, and brought in as one, or not at all."""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from kpknow.content.actions.publishing import look_again
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Record, User
from kpknow.curation.importing.check import Check, Checked, doubles
from kpknow.curation.importing.reading.file import read_file
from kpknow.curation.importing.reading.grid import Grid, Row, fit
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.importing.vocabulary import Vocabulary
from kpknow.curation.models import Import, ImportedRow, Verdict, last_texts

logger = logging.getLogger(__name__)

AT_ONCE = 1000
"""Rows checked in one request: two seconds on a slow machine."""
KEPT_DAYS = 7
"""Files that nobody brought in, and faulty rows, are forgotten after so many days."""


class NotAsShown(Exception):
    """What a row would do is no longer what was shown; ``number`` is the row's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingChosen(Exception):
    """No row is chosen."""


class BroughtInBefore(Exception):
    """This import is through already."""


@transaction.atomic
def take_file(table: Table, content: bytes, name: str, *, by: User) -> Import:
    """Keep a file whose columns are to be settled next. Raises FileRefused; forgets old files nobody brought in."""
    grid = read_file(content, name)
    forget_old_files()
    return Import.objects.create(
        kind=table.kind,
        file_name=name.replace("\x00", "")[:120],
        content=content,
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet[:120],
        headings=grid.headings,
        uploaded_by_id=by.pk,
    )


def forget_old_files() -> None:
    """Of what nobody brought in nothing is kept, of what was brought in only what became of it."""
    old = Import.objects.filter(uploaded_at__lt=timezone.now() - dt.timedelta(days=KEPT_DAYS))
    ImportedRow.objects.filter(batch__in=old).exclude(cells=[]).update(cells=[])
    old.unfinished().delete()


def grid_of(batch: Import) -> Grid:
    """The file as it is read now. Raises FileRefused."""
    content = bytes(batch.content or b"")
    name = batch.file_name
    return read_file(content, name, encoding=batch.encoding, separator=batch.separator, sheet=batch.sheet)


@transaction.atomic
def settle_columns(batch: Import, mapping: Mapping[int, str]) -> None:
    """Take the rows out of the file, under these columns; the file itself is forgotten."""
    grid = grid_of(batch)
    batch.headings, batch.content = grid.headings, None
    batch.mapping = {str(place): key for place, key in mapping.items()}
    batch.save()
    batch.rows.all().delete()
    ImportedRow.objects.bulk_create(
        (ImportedRow(batch=batch, number=row.number, cells=row.cells, wrong=row.wrong) for row in grid.rows),
        batch_size=500,
    )


def row_of(kept: ImportedRow) -> Row:
    return Row(kept.number, kept.cells, {int(place): words for place, words in kept.wrong.items()})


def check_some(batch: Import) -> int:
    """Check the next rows that are not checked yet; how many are left. The same number of queries for any rows."""
    unread = batch.rows.filter(verdict=Verdict.UNREAD).order_by("number")
    some = list(unread[:AT_ONCE])
    if not some:
        return 0
    checker = check_of(batch, some)
    keep_verdicts(some, checker.rows([row_of(kept) for kept in some]), checker.table)
    return unread.count()


def correct_row(batch: Import, number: int, texts: Mapping[str, str]) -> ImportedRow:
    """Other words in the cells of one row, which is checked again, as are rows that meant the same as it."""
    with transaction.atomic():
        row = batch.rows.select_for_update().get(number=number)
        every = list(batch.rows.order_by("number").values_list("number", "cells"))
        twins = doubles(TABLES[batch.kind], batch.places, every)
        batch.rows.filter(number__in=[other for other, one in twins.items() if number in (one, other)]).update(
            verdict=Verdict.UNREAD
        )
        places = {key: place for place, key in batch.places.items()}
        for key, text in texts.items():
            row.cells[places[key]] = text.replace("\r\n", "\n")
        fitted = Row(row.number, row.cells)
        fit(fitted, len(batch.headings))
        row.cells, row.wrong = fitted.cells, fitted.wrong
        row.save()
        keep_verdicts([row], check_of(batch, [row]).rows([row_of(row)]), TABLES[batch.kind])
    return row


def say_same(batch: Import, number: int, key: int) -> None:
    """A new row is a record that is there already; only one that was offered, or none of them for 0."""
    with transaction.atomic():
        row = batch.rows.select_for_update().get(number=number)
        offered = {offer for offer, _title in row.alike}
        row.said_to_be = key if key in offered else None
        alike = row.alike
        (checked,) = check_of(batch, [row]).rows([row_of(row)], compare_names=False)
        keep_verdicts([row], [checked], TABLES[batch.kind])
        ImportedRow.objects.filter(pk=row.pk).update(said_to_be=row.said_to_be, alike=alike)


def check_of(batch: Import, rows: Sequence[ImportedRow], known: Vocabulary | None = None) -> Check:
    """A check of these rows among all of the file's."""
    table = TABLES[batch.kind]
    every = list(batch.rows.order_by("number").values_list("number", "cells"))
    here = {kept.number for kept in rows}
    others = batch.rows.filter(record__isnull=False).exclude(verdict=Verdict.ERROR)
    taken = {key: number for key, number in others.values_list("record", "number") if number not in here}
    return Check(
        table,
        batch.places,
        known=known,
        doubles=doubles(table, batch.places, every),
        chosen={kept.number: kept.said_to_be for kept in rows if kept.said_to_be},
        locks=lambda keys: last_texts(table.kind, keys),
        taken=taken,
    )


def keep_verdicts(rows: Sequence[ImportedRow], checked: Sequence[Checked], table: Table) -> None:
    """Chosen are new and changed rows, but for new ones that look like a record that is there."""
    for kept, one in zip(rows, checked, strict=True):
        kept.verdict, kept.record = one.verdict, one.key
        kept.errors, kept.changes, kept.kept = one.errors, one.changes, one.kept
        kept.alike = [[key, title] for key, title in one.alike]
        kept.title = title_of(one, table)
        kept.is_chosen = one.verdict in (Verdict.NEW, Verdict.CHANGED) and not one.alike
    keep_rows(rows, ("verdict", "record", "errors", "changes", "kept", "alike", "title", "is_chosen"))


def keep_rows(rows: Sequence[ImportedRow], fields: Sequence[str]) -> None:
    """Rows that are there already, many in one statement: ten times faster than Django's bulk_update."""
    ImportedRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=500
    )


def title_of(one: Checked, table: Table) -> str:
    """The record's own name, or what a new one would be called."""
    if one.key is not None:
        return str(one.record)[:300]
    return (table.name_of(one.values) or " · ".join([text for text in one.texts.values() if text][:3]))[:300]


def bring_in(batch: Import, *, by: User) -> int:
    """Save the chosen rows as drafts, all of them or none; how many they are.

    Every row is checked again in the same transaction. Raises NotAsShown where one would do something else than was
    shown, NothingChosen and BroughtInBefore; nothing is saved then.
    """
    with transaction.atomic():
        hold_writers()
        batch = Import.objects.select_for_update().get(pk=batch.pk)
        if batch.imported_at:
            raise BroughtInBefore
        rows = list(batch.rows.filter(is_chosen=True, verdict__in=(Verdict.NEW, Verdict.CHANGED)).order_by("number"))
        if not rows:
            raise NothingChosen
        checker = check_of(batch, rows)
        checked = checker.rows([row_of(kept) for kept in rows], compare_names=False)
        for kept, one in zip(rows, checked, strict=True):
            if (one.verdict, one.key, one.changes) != (kept.verdict, kept.record, kept.changes):
                raise NotAsShown(kept.number)
        save_rows(checker.table, rows, checked, by)
        batch.imported_at = timezone.now()
        batch.save(update_fields=("imported_at",))
        batch.rows.exclude(verdict=Verdict.ERROR).update(cells=[])
        record_act(ActVerb.IMPORTED, by=by, about=batch, note=f"{batch.kind} {len(rows)}")
    logger.info("import %s of %s rows (%s) by account %s", batch.pk, len(rows), batch.kind, by.pk)
    return len(rows)


def save_rows(table: Table, rows: Sequence[ImportedRow], checked: Sequence[Checked], by: User) -> None:
    """Records first, then in each row's own words what became of it."""
    for one in checked:
        if one.key is None and isinstance(one.record, Record):
            one.record.made_by_id = by.pk
    table.save([one.record for one in checked])
    again = table.load([one.record.pk for one in checked])
    written = Vocabulary()
    for kept, one in zip(rows, checked, strict=True):
        kept.made_record = kept.verdict == Verdict.NEW
        kept.is_done, kept.record = True, one.record.pk
        record = again[one.record.pk]
        kept.texts_after = texts_of(table, record, written)
        kept.texts_before = {key: texts[0] for key, texts in one.changes.items()} if not kept.made_record else {}
        if isinstance(record, Record) and record.is_published:
            look_again(record, by=by)
    keep_rows(rows, ("made_record", "is_done", "record", "texts_after", "texts_before"))


def texts_of(table: Table, record: Any, known: Vocabulary) -> dict[str, str]:
    """The record as its columns write it."""
    return {column.key: column.write(column.get(record), known) for column in table.columns}
