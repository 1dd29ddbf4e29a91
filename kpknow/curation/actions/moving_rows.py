"""Rows that name one record name another from now on, and the way back: what every merge and split is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from django.core import serializers
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from kpknow.content.editing.lock import hold_writers
from kpknow.curation.belongings import Belonging, belongings

LARGEST_ORDER = 32_767
"""What databases hold as a place in an order."""
ModelT = TypeVar("ModelT", bound=Model)


class MergeRefused(Exception):
    """``words`` say why, to the person who asked."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass
class Moved:
    """What a move did, as its log keeps it. ``places``: table and column → key of the row → the order it had there."""

    keys: dict[str, list[Any]] = field(default_factory=dict)
    removed: list[Any] = field(default_factory=list)
    places: dict[str, dict[str, int]] = field(default_factory=dict)


def hold_two(model: type[ModelT], one: Any, other: Any) -> tuple[ModelT, ModelT]:
    """Both as they are now, and nobody else's to change until this transaction ends; writers are held first."""
    hold_writers()
    rows = model._default_manager.select_for_update().order_by("pk").filter(pk__in=(one, other))
    found = {row.pk: row for row in rows}
    return found[one], found[other]


def move_rows(source: Model, target: Model, only: Mapping[str, Collection[Any]] | None = None) -> Moved:
    """Every row that names ``source`` names ``target``; what the target has already goes, kept in the log.

    ``only``: table and column → keys of the rows that move; all of them without it. Raises MergeRefused.
    """
    moved = Moved()
    for belonging in belongings(type(source)):
        ours = belonging.of(source.pk)
        if only is not None:
            ours = ours.filter(pk__in=only.get(belonging.label, ()))
        doubles = ours.filter(pk__in=belonging.doubles(source.pk, target.pk))
        moved.removed += serializers.serialize("python", doubles.order_by("pk"))
        doubles.delete()
        if keys := sorted(ours.values_list("pk", flat=True)):
            moved.keys[belonging.label] = keys
            if belonging.is_ordered:
                moved.places[belonging.label] = put_after(belonging, ours, target.pk)
            else:
                ours.update(**{belonging.field: target.pk})
    return moved


def put_after(belonging: Belonging, rows: Any, target: Any) -> dict[str, int]:
    """After those the target has, in the order they had; that order by key."""
    last = belonging.of(target).aggregate(last=Max("order"))["last"] or 0
    listed = list(rows.order_by("order", "pk"))
    if last + len(listed) > LARGEST_ORDER:
        raise MergeRefused(_("%(kind)s: a number is too large. Number them anew first.") % {"kind": belonging.words})
    before = {str(row.pk): row.order for row in listed}
    for place, row in enumerate(listed, start=last + 1):
        row.order = place
        setattr(row, belonging.model._meta.get_field(belonging.field).attname, target)
    belonging.model._default_manager.bulk_update(listed, [belonging.field, "order"])
    return before


def return_rows(moved: Moved, source: Model, target: Model) -> None:
    """Each row back under the key and the order it had; of those removed, what still has everything it speaks of."""
    for belonging in belongings(type(source)):
        rows = belonging.of(target.pk).filter(pk__in=moved.keys.get(belonging.label, ()))
        if not (places := moved.places.get(belonging.label)):
            rows.update(**{belonging.field: source.pk})
            continue
        listed = list(rows)
        for row in listed:
            row.order = places[str(row.pk)]
            setattr(row, belonging.model._meta.get_field(belonging.field).attname, source.pk)
        belonging.model._default_manager.bulk_update(listed, [belonging.field, "order"])
    put_back(moved.removed)


def put_back(removed: Sequence[Any]) -> None:
    """Rows as they were, but for those that speak of something erased since. One query a column."""
    rows = list(serializers.deserialize("python", removed))
    there: dict[Any, set[Any]] = {}
    for row in rows:
        for column in links_of(row.object):
            there.setdefault(column.related_model, set()).add(getattr(row.object, column.attname))
    standing = {
        model: set(model._base_manager.filter(pk__in=keys - {None}).values_list("pk", flat=True)) | {None}
        for model, keys in there.items()
    }
    for row in rows:
        if all(getattr(row.object, one.attname) in standing[one.related_model] for one in links_of(row.object)):
            row.save()


def links_of(row: Any) -> list[Any]:
    return [column for column in row._meta.concrete_fields if column.related_model]


def lost_rows(moved: Mapping[str, Sequence[Any]], kind: Any, target: Any) -> list[str]:
    """Rows that do not name the target any more, in sentences: somebody changed them since."""
    edits = []
    for belonging in belongings(kind):
        keys = moved.get(belonging.label, [])
        if lost := len(keys) - belonging.of(target).filter(pk__in=keys).count():
            words = _("%(kind)s: %(count)d changed since.")
            edits.append(words % {"kind": belonging.words.capitalize(), "count": lost})
    return edits


def state_of(model: type[Model], key: Any) -> dict[str, Any]:
    """All columns of the record's own row that somebody could edit, as JSON."""
    (found,) = serializers.serialize("python", model._default_manager.filter(pk=key))
    left_out = {"changed_at", *(relation.name for relation in model._meta.many_to_many)}
    return {name: str(value) for name, value in found["fields"].items() if name not in left_out}


def is_edited(model: type[Model], key: Any, then: Mapping[str, Any]) -> bool:
    """A column that came with a later version of the site is nobody's edit."""
    now = state_of(model, key)
    return any(now.get(name, value) != value for name, value in then.items())


def seen_token(*records: Model) -> str:
    """Says whether these records and the rows that name them are still what a page showed. A query a table."""
    model = type(records[0])
    keys = [record.pk for record in records]
    parts = [state_of(model, key) for key in keys]
    rows = [
        list(one.model._default_manager.filter(**{f"{one.field}__in": keys}).order_by("pk").values_list())
        for one in belongings(model)
    ]
    return blake2b(repr((parts, rows)).encode(errors="surrogatepass"), digest_size=12).hexdigest()
