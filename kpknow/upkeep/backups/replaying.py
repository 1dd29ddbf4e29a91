"""Takes back again, in a database of earlier, what was taken back since: before anybody is let in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import ProtectedError

from kpknow.content.history.erasing import erase_from_history
from kpknow.content.models import Record, Status
from kpknow.curation.actions.erasing import erase_record
from kpknow.upkeep.backups.tombstones import Tombstone, model_of, value_of

REASON = "Taken back after this copy was made."


@dataclass
class Replayed:
    """``left``: what was erased since and others rest on now: it is withdrawn, somebody has to erase it."""

    count: int = 0
    left: list[str] = field(default_factory=list)


@transaction.atomic
def replay(stones: Iterable[Tombstone], *, into: str) -> Replayed:
    """Those of this site alone: keys of another one's name other people. ``into`` is its origin."""
    done = Replayed()
    for stone in stones:
        model = model_of(stone.kind)
        if model is None or (into and stone.origin and stone.origin != into):
            continue
        never_given_again(model, stone.key)
        row = model._base_manager.filter(pk=stone.key).first()
        if row is None:
            continue
        if stone.fields:
            done.count += hide(row, stone.fields)
        if stone.is_erased:
            done.count += 1
            erase(row, stone, done)
    return done


def hide(row: models.Model, fields: dict[str, Any]) -> int:
    """1 where it was not hidden yet."""
    values = {name: value_of(name, value) for name, value in fields.items()}
    if all(getattr(row, name) == value for name, value in values.items() if name != "withdrawn_at") and not (
        "withdrawn_at" in values and getattr(row, "withdrawn_at", None) is None
    ):
        return 0
    for reason in ("withdrawal_reason", "shield_reason"):
        if hasattr(row, reason) and not getattr(row, reason):
            values[reason] = REASON
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return 1


def erase(row: models.Model, stone: Tombstone, done: Replayed) -> None:
    if stone.is_gone:
        try:
            with transaction.atomic():
                if isinstance(row, Record):
                    erase_record(row, by=None)
                    return
                row.delete()
        except ProtectedError:
            done.left.append(f"{stone.kind} {stone.key}")
            if isinstance(row, Record):
                hide(row, {"status": Status.WITHDRAWN.value, "withdrawn_at": row.changed_at.isoformat()})
    row.pk = stone.key
    erase_from_history(row, by=None)


def never_given_again(model: type[models.Model], key: int) -> None:
    """The next row gets a later number: else a tombstone would speak of somebody new at the next restore."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s AND seq < %s", [key, table, key])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            if sequence := cursor.fetchone()[0]:
                cursor.execute(
                    f"SELECT setval(%s, %s) FROM {sequence} WHERE last_value < %s",  # noqa: S608  # PostgreSQL names it
                    [sequence, key, key],
                )
