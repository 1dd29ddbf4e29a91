"""Erases what the history says of a record or a person; the chain holds, and the audit log says that it was done."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models, transaction

from kpknow.content.history.acts import record_act
from kpknow.content.history.chain import as_ranges, seal_logs
from kpknow.content.models import ActVerb, Change, User

Records = Iterable[tuple[str, Iterable[Any]]]
"""Kinds of record, each with keys."""

words_of: dict[str, list[Callable[[Any], Records]]] = defaultdict(list)
"""Kind of record → all others that hold its words; apps above this one fill it."""


forgets: dict[str, list[Callable[[Any], object]]] = defaultdict(list)
"""Kind of record → what else keeps something of it outside the history and has to forget it; filled from above."""


def also_forget(kind: str, forget: Callable[[Any], object]) -> None:
    """Have this called with a record of this kind that is erased, in the same transaction."""
    if forget not in forgets[kind]:
        forgets[kind].append(forget)


copies: list[Callable[[str, set[str]], None]] = []
"""Called with every kind that is erased and its keys, of those that go along as well: whoever keeps copies of words of
any record forgets them. Apps above add it."""


def also_erase(kind: str, names: Callable[[Any], Records]) -> None:
    """Have these go with a record of this kind: what a person said stands in other records' history."""
    if names not in words_of[kind]:
        words_of[kind].append(names)


@transaction.atomic
def erase_from_history(record: models.Model, *, by: User | None) -> int:
    """Empty every change of this record, of its rows, and of the records that hold its words; how many rows of it.

    What others keep of these words besides (``copies``: what was typed and not saved, rows of imports) goes as well.

    Give a contributor to erase a person: what the records they spoke in said before goes with them. It cannot be
    undone: the salt goes with the text, and nothing tells what it was. Who changed which record when stays.
    """
    seal_logs()
    kind = record._meta.label_lower
    rows = models.Q(record_kind=kind, record_key=str(record.pk)) | models.Q(kind=kind, row_key=str(record.pk))
    named = LogEntry.objects.filter(content_type__app_label=record._meta.app_label).filter(
        content_type__model=record._meta.model_name, object_id=str(record.pk)
    )
    named.update(object_repr="", change_message="")
    gone = {kind: {str(record.pk)}}
    for names in words_of.get(kind, ()):
        for other, keys in names(record):
            gone.setdefault(other, set()).update(map(str, keys))
    for forget in forgets.get(kind, ()):
        forget(record)
    for other, held in gone.items():
        rows |= models.Q(record_kind=other, record_key__in=held)
        for forget_copies in copies:
            forget_copies(other, held)
    standing = Change.objects.filter(rows, is_erased=False)
    places = [place for place in standing.values_list("place", flat=True) if place is not None]
    if places:
        standing.update(before=None, after=None, salt="", is_erased=True)
        record_act(ActVerb.ERASED, by=by, about=record, note=as_ranges(places))
    return len(places)
