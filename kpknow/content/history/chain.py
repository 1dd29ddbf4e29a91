"""Seals the logs, and says which of their rows somebody changed or removed behind our back."""

import hashlib
import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from kpknow.content.models import Act, ActVerb, ChainHead, Change, Sealed

logger = logging.getLogger(__name__)

AT_ONCE = 2000
"""Rows sealed or read together: bounds memory, not time."""


@dataclass(frozen=True)
class Fault:
    """One row of a log that is not what it was, or not there. ``place`` in the chain; ``key`` of the row, if known."""

    log: str
    place: int
    key: int | None
    about: str
    words: str

    def __str__(self) -> str:
        row = _("row %(key)s") % {"key": self.key} if self.key else _("a row that is gone")
        about = f", {self.about}" if self.about else ""
        return _("%(log)s, %(row)s (place %(place)s%(about)s): %(words)s") % {
            "log": self.log, "row": row, "place": self.place, "about": about, "words": self.words,
        }  # fmt: skip


def digest_of(row: Sealed, salt: str) -> str:
    """SHA-256 over the content and a salt: once both are gone, nothing tells what the words were."""
    content = [getattr(row, name) for name in row.CONTENT]
    return hashlib.sha256(json.dumps([salt, *content]).encode()).hexdigest()


def seal_of(row: Sealed, place: int, digest: str, before: str) -> str:
    """SHA-256 over what is kept for ever and over the seal before it."""
    told = [row.at.isoformat() if name == "at" else getattr(row, name) for name in row.TOLD]
    return hashlib.sha256(json.dumps([before, place, *told, digest]).encode()).hexdigest()


def seal_logs() -> int:
    """Seal what is not sealed yet, in the order of its keys; how many rows. Two queries where there is nothing."""
    return sum(seal_log(log) for log in (Change, Act))


def seal_log(log: type[Sealed]) -> int:
    rows = log._default_manager.filter(place__isnull=True, seal="").order_by("id")
    if not rows.exists():
        return 0
    count = 0
    with transaction.atomic():
        ChainHead.objects.get_or_create(log=log._meta.label_lower)
        head = ChainHead.objects.select_for_update().get(log=log._meta.label_lower)
        while some := list(rows[:AT_ONCE]):
            values = []
            for row in some:
                salt = secrets.token_hex(16)
                digest = digest_of(row, salt)
                head.place += 1
                head.seal = seal_of(row, head.place, digest, head.seal)
                values.append((head.place, salt, digest, head.seal, row.pk))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f'UPDATE "{log._meta.db_table}" SET place = %s, salt = %s, digest = %s, seal = %s WHERE id = %s',  # noqa: S608  # a table of ours
                    values,
                )
            count += len(values)
        head.save()
    return count


def seal_quietly() -> None:
    """After a request whose work is done: what could not be sealed now is sealed with the next one."""
    try:
        seal_logs()
    except DatabaseError as refused:
        logger.warning("the history was not sealed: %s", type(refused).__name__)


def in_order(log: type[Sealed]) -> Iterator[Any]:
    """All sealed rows by place, a few at a time."""
    rows = log._default_manager.filter(place__isnull=False).order_by("place", "pk")
    last: tuple[int, int] = (-1, 0)
    while some := list(rows.filter(place__gte=last[0]).exclude(place=last[0], pk__lte=last[1])[:AT_ONCE]):
        yield from some
        last = (some[-1].place or 0, some[-1].pk)
    yield from log._default_manager.filter(place__isnull=True).exclude(seal="")


def check_logs(known: str = "") -> list[Fault]:
    """Every fault of both logs. ``known``: a head noted down before, which must be a seal of one of them still."""
    faults = [fault for log in (Change, Act) for fault in check_log(log)]
    if known and not any(log._default_manager.filter(seal=known).exists() for log in (Change, Act)):
        words = _("the seal you noted down is in no log any more: the logs were written anew")
        faults.append(Fault(log="", place=0, key=None, about="", words=words))
    return faults


def check_log(log: type[Sealed]) -> Iterator[Fault]:
    name, before, expected = log._meta.label_lower, "", 1
    erased = set(erased_places()) if log is Change else set()
    for row in in_order(log):
        about = f"{row.record_kind} {row.record_key}" if isinstance(row, Change) else row.verb
        if row.place is None:
            yield Fault(name, 0, row.pk, about, _("its place in the chain was taken out"))
            continue
        for place in range(expected, min(row.place, expected + 100)):
            yield Fault(name, place, None, "", _("it was removed"))
        if row.is_erased:
            wrong = row.place not in erased and _("its content is gone, and no act in the audit log says who erased it")
        else:
            wrong = digest_of(row, row.salt) != row.digest and _("what it says was altered")
        if not wrong and row.place == expected and seal_of(row, row.place, row.digest, before) != row.seal:
            wrong = _("who, when or what it is about was altered")
        if wrong:
            yield Fault(name, row.place, row.pk, about, wrong)
        before, expected = row.seal, row.place + 1
    head = ChainHead.objects.filter(log=name).first()
    if (head.seal if head else "") != before:
        for place in range(expected, (head.place if head else 0) + 1):
            yield Fault(name, place, None, "", _("it was removed"))
        if head is None or head.place < expected:
            yield Fault(name, expected - 1, None, "", _("the end of the log is not the end that was noted"))


def erased_places() -> Iterator[int]:
    """Places the audit log says were erased: its notes hold ranges such as “3-5 9”."""
    for note in Act.objects.filter(verb=ActVerb.ERASED).values_list("note", flat=True):
        for part in note.split():
            first, _dash, last = part.partition("-")
            if first.isdigit() and (last.isdigit() or not last):
                yield from range(int(first), int(last or first) + 1)


def as_ranges(places: list[int]) -> str:
    """[3, 4, 5, 9] → “3-5 9”."""
    ranges: list[list[int]] = []
    for place in sorted(places):
        if ranges and ranges[-1][1] == place - 1:
            ranges[-1][1] = place
        else:
            ranges.append([place, place])
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)
