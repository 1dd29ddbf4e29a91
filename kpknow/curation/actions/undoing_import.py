"""An import taken back, row by row: what nobody built upon goes, the rest stays and says why."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpknow.content.actions.publishing import look_again
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Status, User
from kpknow.content.records_above import records_above
from kpknow.curation.actions.importing import keep_rows, texts_of
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.importing.vocabulary import Vocabulary
from kpknow.curation.models import Import, ImportedRow

logger = logging.getLogger(__name__)


class NotBroughtIn(Exception):
    """This import was never brought in, or was undone before."""


def obstacles(batch: Import, rows: Sequence[ImportedRow]) -> dict[int, str]:
    """Row number → why it cannot be undone, a sentence for staff. A fixed number of queries for any rows."""
    table, known = TABLES[batch.kind], Vocabulary()
    found = table.load([row.record for row in rows])
    later = later_imports(batch, rows)
    used = uses(table, [row.record for row in rows if row.made_record and row.record in found])
    words: dict[int, str] = {}
    for row in rows:
        record = found.get(row.record)
        if record is None:
            if not row.made_record:
                words[row.number] = _("The record was deleted since.")
            continue
        edited = edited_since(row, texts_of(table, record, known))
        if getattr(record, "status", Status.DRAFT) != Status.DRAFT:
            words[row.number] = _("It is no draft any more (%(status)s).") % {
                "status": record.get_status_display().lower()
            }
        elif row.record in later:
            words[row.number] = _("Import %(number)d changed it since: undo that first.") % {
                "number": later[row.record]
            }
        elif edited:
            words[row.number] = _("It was edited since: %(columns)s.") % {"columns": ", ".join(edited)}
        elif row.record in used:
            words[row.number] = _("It is used since: %(uses)s.") % {"uses": used[row.record]}
    return words


def edited_since(row: ImportedRow, texts: dict[str, str]) -> list[str]:
    """Columns that differ from what the import left; of a record it only changed, those it changed."""
    columns = row.texts_after if row.made_record else row.texts_before
    return [key for key in columns if key in texts and texts[key] != row.texts_after.get(key)]


def later_imports(batch: Import, rows: Sequence[ImportedRow]) -> dict[int, int]:
    """Record key → number of a later import that stands and changed it."""
    later = ImportedRow.objects.filter(
        batch__kind=batch.kind,
        batch__pk__gt=batch.pk,
        record__in=[row.record for row in rows],
        is_done=True,
        is_undone=False,
    )
    return {record: number for record, number in later.order_by("batch").values_list("record", "batch") if record}


def uses(table: Table, keys: Sequence[Any]) -> dict[Any, str]:
    """Record key → what refers to it that the import did not make, in words: “2 participations”."""
    counted: dict[Any, Counter[str]] = defaultdict(Counter)
    for relation in table.model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        if relation.related_model._meta.label_lower in own_tables(table):
            continue
        field = relation.field
        found = relation.related_model._default_manager.filter(**{f"{field.name}__in": list(keys)})
        for key in found.order_by().values_list(f"{field.name}_id", flat=True):
            counted[key][str(relation.related_model._meta.verbose_name_plural)] += 1
    return {
        key: ", ".join(f"{count} {words}" for words, count in sorted(counter.items()))
        for key, counter in counted.items()
    }


def own_tables(table: Table) -> set[str]:
    """What an import writes together with the record: relations of its columns, and what follows from its text."""
    own = set(table.made_with_record)
    for column in table.many:
        field: Any = table.model._meta.get_field(column.field)
        own.add(field.remote_field.through._meta.label_lower)
    return own


@transaction.atomic
def undo_import(batch: Import, *, by: User) -> tuple[int, dict[int, str]]:
    """How many rows were undone, and why the others were not. Raises NotBroughtIn.

    Records it made are deleted, fields it changed get their old words back. It can be undone again once what stood in
    the way is gone; a batch of which nothing is left counts as undone.
    """
    hold_writers()
    batch = Import.objects.select_for_update().get(pk=batch.pk)
    if not batch.imported_at or batch.undone_at:
        raise NotBroughtIn
    rows = list(batch.rows.filter(is_done=True, is_undone=False).order_by("number"))
    kept = obstacles(batch, rows)
    table = TABLES[batch.kind]
    undone = [row for row in rows if row.number not in kept]
    restore(table, [row for row in undone if not row.made_record], by=by)
    made = table.load([row.record for row in undone if row.made_record])
    table.delete(list(made.values()))
    for row in undone:
        row.is_undone = True
    keep_rows(undone, ("is_undone",))
    if not kept:
        batch.undone_at, batch.undone_by_id = timezone.now(), by.pk
        batch.save(update_fields=("undone_at", "undone_by"))
    record_act(ActVerb.TOOK_BACK, by=by, about=batch, note=f"{batch.kind} {len(undone)}")
    logger.info("undid %s rows of import %s (%s) by account %s", len(undone), batch.pk, batch.kind, by.pk)
    return len(undone), kept


def restore(table: Table, rows: Iterable[ImportedRow], *, by: User) -> None:
    """The words that stood there before; what has become public meanwhile is looked at again."""
    known = Vocabulary()
    before = {row.record: row.texts_before for row in rows}
    records = table.load(before)
    for key, record in records.items():
        for name, text in before[key].items():
            column = table.by_key[name]
            field = table.model_field(column)
            column.set(record, column.read(text, known, field) if text else column.empty(field))
    table.save(list(records.values()))
    for above in records_above(list(records.values())):
        if above.is_published:
            look_again(above, by=by)
