"""Passing over what a checklist asks: one person asks with a reason, another agrees; never over consent."""

import hashlib
import logging
from typing import Any

from django.apps import apps
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kpknow.content.actions.publishing import Blocker, NotReady, ReasonMissing, blockers_of
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Record, Status, User
from kpknow.curation.models.override import Decision, Override

logger = logging.getLogger(__name__)

TWO_PEOPLE = gettext_lazy("It is sensitive: a second person has to agree to it.")

NOT_READ = ("stories.comment", "stories.block")
"""What readers add, and what is made from the text."""


class NothingToPassOver(Exception):
    """The record may be published as it is, or is public already."""


class AskedBefore(Exception):
    """Somebody asked already, and nobody has answered yet."""


class DecidedBefore(Exception):
    """Somebody else was faster."""


class NotASecondPerson(Exception):
    """Whoever asked, or made the record, cannot be the one who agrees."""


class ChangedSince(Exception):
    """The record is not the one that was asked about any more."""


def may_publish(user: User, kind: str) -> bool:
    app, _dot, model = kind.partition(".")
    return isinstance(user, PermissionsMixin) and user.is_active and user.has_perm(f"{app}.publish_{model}")


def record_of(override: Override) -> Record | None:
    """None once it was erased."""
    model: Any = apps.get_model(override.kind)
    return model._base_manager.filter(pk=override.record_id).first()  # type: ignore[no-any-return] # a kind of record


@transaction.atomic
def ask_override(record: Record, *, by: Any, reason: str) -> Override:
    """Raises PermissionDenied, ReasonMissing, NotReady (what nobody can pass over), NothingToPassOver, AskedBefore."""
    if not may_publish(by, record._meta.label_lower):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing
    records: Any = type(record)._default_manager
    record.refresh_from_db(from_queryset=records.select_for_update())
    blockers = blockers_of(record)
    if final := [blocker for blocker in blockers if blocker.is_final]:
        raise NotReady(final)
    if not blockers or record.status in (Status.PUBLISHED, Status.WITHDRAWN):
        raise NothingToPassOver
    if Override.objects.about(record).waiting().exists():
        raise AskedBefore
    asked = Override.objects.create(
        kind=record._meta.label_lower,
        record_id=record.pk,
        title=str(record)[:200],
        blockers=[blocker.words for blocker in blockers],
        fingerprint=fingerprint(record),
        reason=reason.strip(),
        asked_by=by,
        asked_at=timezone.now(),
    )
    logger.info("override %s of %s %s asked by account %s", asked.pk, asked.kind, asked.record_id, by.pk)
    return asked


@transaction.atomic
def confirm_override(override: Override, *, by: Any) -> None:
    """Raises PermissionDenied, NotASecondPerson, DecidedBefore, ChangedSince; it publishes nothing by itself."""
    if not may_publish(by, override.kind):
        raise PermissionDenied
    asked, record = _hold(override), record_of(override)
    if by.pk == asked.asked_by_id or (record and by.pk == record.made_by_id):
        raise NotASecondPerson
    if record is None or fingerprint(record) != asked.fingerprint:
        raise ChangedSince
    _decide(asked, Decision.CONFIRMED, by)
    record_act(ActVerb.OVERRODE, by=by, about=record, note=f"override {asked.pk}")


@transaction.atomic
def refuse_override(override: Override, *, by: Any) -> None:
    """Whoever asked may take it back this way too. Raises PermissionDenied, DecidedBefore."""
    if not may_publish(by, override.kind):
        raise PermissionDenied
    _decide(_hold(override), Decision.REFUSED, by)


def _hold(override: Override) -> Override:
    held = Override.objects.select_for_update().get(pk=override.pk)
    if held.decision != Decision.WAITING:
        raise DecidedBefore
    return held


def _decide(override: Override, decision: Decision, by: Any) -> None:
    override.decision, override.decided_by, override.decided_at = decision, by, timezone.now()
    override.save(update_fields=["decision", "decided_by", "decided_at"])
    logger.info("override %s %s by account %s", override.pk, decision, by.pk)


def agreed_to(record: Record) -> set[str]:
    """The words of what two people agreed to pass over, while the record is what they agreed to.

    It ends with any change to what they read, and when the record was withdrawn since.
    """
    found = Override.objects.about(record).filter(decision=Decision.CONFIRMED)
    if record.status != Status.PUBLISHED:
        found = found.filter(decided_at__gte=record.changed_at)
    agreed = list(found)
    if not agreed:
        return set()
    now = fingerprint(record)
    return {words for override in agreed if override.fingerprint == now for words in override.blockers}


def needs_agreement(record: Record) -> list[Blocker]:
    """A sensitive record waits for two people whatever its checklist says."""
    if not getattr(record, "needs_two_people", False):
        return []
    return [Blocker(str(TWO_PEOPLE), "is_sensitive")]


def fingerprint(record: Record) -> str:
    """Of everything somebody reads of it: its own fields and the rows that go when it goes. A query a kind of row."""
    digest = hashlib.sha256()
    for rows in (_own(record), *_rows(record)):
        digest.update(repr(rows).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _written(model: Any) -> list[str]:
    """The columns people write; what steps and saves derive changes without anybody having read anything else."""
    return [field.attname for field in model._meta.concrete_fields if field.editable]


def _own(record: Record) -> list[Any]:
    return list(type(record)._base_manager.filter(pk=record.pk).values_list(*_written(type(record))))


def _rows(record: Record) -> list[list[Any]]:
    found = []
    for relation in record._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.CASCADE:
            continue
        model: Any = relation.related_model
        if model._meta.app_label != record._meta.app_label or model._meta.label_lower in NOT_READ:
            continue
        rows = model._base_manager.filter(**{relation.field.name: record.pk}).order_by("pk")
        found.append(list(rows.values_list(*_written(model))))
    return found
