"""Takes changes back: one record to a version it had, or everything one account changed since a moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import Error, models, transaction
from django.utils.translation import gettext as _

from kpknow.content.actions.publishing import blockers_of, withdraw
from kpknow.content.history.acts import record_act
from kpknow.content.history.curated import curated_tables
from kpknow.content.history.recording import recording
from kpknow.content.history.rows import undo
from kpknow.content.history.withholding import is_withheld
from kpknow.content.models import ActVerb, Change, Record, Status, User
from kpknow.content.models.former_address import remember_slug
from kpknow.content.records_above import records_above

RESTORE = "restore"
"""The route of what is done here."""


class RestoreRefused(Exception):
    """Nothing was changed; ``words`` says why, a sentence each."""

    def __init__(self, *words: str) -> None:
        super().__init__(" ".join(words))
        self.words = words


@dataclass
class Undone:
    """What taking back did, or would do: records by how it went, each with the reason where it was refused."""

    restored: list[models.Model] = field(default_factory=list)
    withdrawn: list[models.Model] = field(default_factory=list)
    partly: list[models.Model] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class _OnlyLooking(Exception):
    """Rolls a preview back."""


def restore(record: models.Model, to: Change, *, by: User) -> None:
    """Make the record what it was right after this change, rows and relations too. Itself a change; one transaction.

    Never touches its status: nothing becomes public by it, and nothing hidden either.
    Raises RestoreRefused: nothing changed since, words of it were erased, a consent behind its words does not hold, or
    it is public and would miss what may not be missing.
    """
    since = list(Change.objects.of(record).filter(id__gt=to.pk).order_by("-id"))
    with recording(by=by, route=RESTORE), transaction.atomic():
        is_changed, _is_partly = take_back_changes(record, since)
        if not is_changed:
            raise RestoreRefused(_("It is like that already."))
        record_act(ActVerb.RESTORED, by=by, about=record, note=f"to {to.pk}")


@transaction.atomic
def take_back_changes(record: models.Model, changes: Iterable[Change]) -> tuple[bool, bool]:
    """Undo these, given newest first. Whether anything was changed, and whether some of it had to be left."""
    label = record._meta.label_lower
    if not getattr(admin.site.get_model_admin(type(record)), "may_restore", False):
        raise RestoreRefused(_("What was decided here is not taken back by an old version."))
    if is_withheld(label, str(record.pk)):
        raise RestoreRefused(_("A consent behind its words does not hold today."))
    before = _as_it_is(record)
    missing = _missing_in_public(before)
    done = [_undone(change) for change in changes]
    if not any(changed for changed, _left in done):
        return False, any(left for _changed, left in done)
    after = _as_it_is(record)
    if isinstance(after, Record) and after.slug != before.slug:
        remember_slug(label, before.slug, after.slug)
    after.save(
        update_fields=["changed_at"] if isinstance(after, Record) else None
    )  # what follows from saving: the index
    if fresh := [words for words in _missing_in_public(after) if words not in missing]:
        raise RestoreRefused(_("It is public, and would not be ready for that:"), *fresh)
    return True, any(left for _changed, left in done)


def _undone(change: Change) -> tuple[bool, bool]:
    if change.is_erased:
        raise RestoreRefused(_("What it said before was erased."))
    one = curated_tables().get(change.kind)
    if one is None:
        return False, True
    try:
        with transaction.atomic():
            return undo(change, one)
    except (Error, models.ProtectedError, models.RestrictedError) as impossible:
        raise RestoreRefused(_("Something else has come to rest on what would be changed.")) from impossible


def _as_it_is(record: models.Model) -> Any:
    return type(record)._base_manager.get(pk=record.pk)


def _missing_in_public(row: models.Model) -> list[str]:
    """What a public record still lacks, or those a row is part of: a row's words are read on their pages."""
    public = [record for record in records_above([row]) if record.status == Status.PUBLISHED]
    return [str(blocker) for record in public for blocker in blockers_of(record)]


def changes_by(account: User, since: dt.datetime) -> dict[tuple[str, str], list[Change]]:
    """(kind, key) of each record the account changed since then → its changes, newest first. One query."""
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in Change.objects.filter(account=account.pk, at__gte=since).exclude(route=RESTORE).order_by("-id"):
        found[change.record_kind, change.record_key].append(change)
    return found


def preview_taking_back(account: User, since: dt.datetime, *, by: User) -> Undone:
    """What ``take_back`` would do now: it is done, looked at and rolled back."""
    undone = Undone()
    try:
        with transaction.atomic():
            undone = take_back(account, since, by=by)
            raise _OnlyLooking
    except _OnlyLooking:
        return undone


@transaction.atomic
def take_back(account: User, since: dt.datetime, *, by: User) -> Undone:
    """Undo everything this account changed since then, record by record, the last one first.

    What others changed since stays. A record the account itself made is withdrawn if it is public, else left: nothing
    is deleted here. About 20 ms a record.
    """
    undone = Undone()
    with recording(by=by, route=RESTORE):
        for (kind, key), changes in changes_by(account, since).items():
            record = _find(kind, key)
            if record is None:
                undone.refused.append((f"{kind} {key}", _("It is not there any more.")))
                continue
            try:
                is_new = any(change.verb == "added" and change.kind == kind for change in changes)
                if is_new:
                    _withdraw_new(record, by, undone)
                else:
                    is_changed, is_partly = take_back_changes(record, changes)
                    (undone.partly if is_partly else undone.restored if is_changed else []).append(record)
            except RestoreRefused as refused:
                undone.refused.append((str(record), str(refused)))
        record_act(ActVerb.TOOK_BACK, by=by, about=account, note=f"since {since.isoformat()}")  # type: ignore[arg-type] # accounts are models
    return undone


def _withdraw_new(record: models.Model, by: User, undone: Undone) -> None:
    if not isinstance(record, Record):
        raise RestoreRefused(_("It was made by this account; look at it and delete it by hand."))
    if record.status == Status.PUBLISHED:
        withdraw(record, by=by, reason=_("Taken back: made by an account whose changes were taken back."))
        undone.withdrawn.append(record)
    else:
        raise RestoreRefused(_("It was made by this account and is not public; it stays as it is."))


def _find(kind: str, key: str) -> models.Model | None:
    model: Any = apps.get_model(kind)
    found: models.Model | None = model._base_manager.filter(pk=key).first()
    return found
