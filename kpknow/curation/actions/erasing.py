"""What curation keeps of records' words besides the records: forgotten when somebody must be forgotten."""

from collections.abc import Iterable

from django.db import models, transaction

from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.history.recording import unrecorded
from kpknow.content.models import FormerAddress, Record, User
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import (
    DraftLink,
    Import,
    ImportedRow,
    LinkCheck,
    Manuscript,
    ManuscriptPicture,
    Override,
    PassageAnswer,
    RemovalRequest,
    UnsavedWords,
)
from kpknow.search.models import SimilarStory
from kpknow.search.rebuilding import leave_no_old_words
from stories.models import Highlight, Media

ERASED = "–"
"""Where a reason has to stand and may say nothing any more."""


def forget_copies(kind: str, keys: set[str]) -> None:
    """Of these records: what was typed and not saved, answers, overrides, rows of imports, texts brought in."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    UnsavedWords.objects.filter(kind=kind, key__in=keys).delete()
    DraftLink.objects.filter(kind=kind, key__in=numbers).delete()
    PassageAnswer.objects.filter(record_kind=kind, record__in=numbers).delete()
    Override.objects.filter(kind=kind, record_id__in=numbers).update(title=ERASED, blockers=[], reason=ERASED)
    forget_imported(kind, numbers)
    if kind == "stories.story":
        forget_manuscripts(numbers)


def forget_imported(kind: str, keys: list[int]) -> None:
    """Of rows of files, whether brought in or not; the batch stays, and cannot be undone for these."""
    for table in TABLES.values():
        if table.model._meta.label_lower == kind:
            rows = ImportedRow.objects.filter(batch__kind=table.kind)
            rows = rows.filter(models.Q(record__in=keys) | models.Q(said_to_be__in=keys))
            Import.objects.filter(rows__in=rows).update(file_name="", content=None)  # a file may be named after them
            emptied = ("wrong", "errors", "changes", "kept", "texts_before", "texts_after")
            nothing: dict[str, dict[str, str]] = {name: {} for name in emptied}
            rows.update(cells=[], alike=[], title="", is_undone=True, **nothing)


def forget_manuscripts(stories: list[int]) -> None:
    """Their words went when the stories were saved; their names, and whatever is left, go now."""
    made = Manuscript.objects.filter(stories__in=stories).values("pk")
    ManuscriptPicture.objects.filter(manuscript__in=made).delete()
    Manuscript.objects.filter(pk__in=made).update(name=ERASED, passages_kept=[], confirmed=[], notes=[])


def forget_addresses(rows: Iterable[models.Model]) -> None:
    """Answers of sites they lead to, and where requests speak of their pages: an address is a title."""
    for row in rows:
        fields = [field.name for field in row._meta.concrete_fields if isinstance(field, models.URLField)]
        LinkCheck.objects.filter(address__in=[getattr(row, name) for name in fields]).delete()
        if isinstance(row, Record):
            RemovalRequest.objects.filter(page=row.get_absolute_url()).update(page="", words=ERASED)


@transaction.atomic
def erase_record(record: Record, *, by: User | None) -> None:
    """The record with its rows, pictures and files, its history, and every copy of its words. It cannot be undone.

    Nothing tells afterwards what it was; the audit log says that it was erased. Raises ProtectedError, changing
    nothing, where others rest on it. What people gave their consent to stays recorded without words.
    """
    hold_writers()
    whole = type(record)._base_manager.get(pk=record.pk)
    kind, key, slug = record._meta.label_lower, record.pk, whole.slug
    rows: list[models.Model] = []
    if kind == "stories.story":
        rows += [*Media.objects.filter(story=key), *Highlight.objects.filter(block__story=key)]
    elif kind == "events.survey":
        rows += Highlight.objects.filter(answer__question__survey=key)
    parts = [(row, row.pk) for row in rows]
    forget_copies(kind, {str(key)})  # while the texts brought in still lead to it
    forget_addresses([whole, *rows])
    FormerAddress.objects.filter(kind=kind).filter(models.Q(slug=slug) | models.Q(current_slug=slug)).delete()
    with unrecorded():
        for row in reversed(rows):
            row.delete()
        whole.delete()
    for part, number in [*parts, (whole, key)]:
        part.pk = number
        erase_from_history(part, by=by)
    if kind == "stories.story":
        SimilarStory.objects.filter(models.Q(story=key) | models.Q(other=key)).delete()
    leave_no_old_words()
