"""The only two ways a record's status reaches its readers."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from kpknow.content.blocker import Blocker
from kpknow.content.models import Record, Status, User

__all__ = ["Blocker", "NotReady", "ReasonMissing", "add_check", "blockers_of", "publish", "withdraw"]

logger = logging.getLogger(__name__)

Check = Callable[[Record], Iterable[Blocker]]

checks: list[Check] = []
"""What apps above this one ask of a record before it may be published; filled by ``add_check``."""


def add_check(check: Check) -> None:
    """Have this asked of every record before it is published; said once, when the app is ready.

    It is given the saved record and gives what is missing, nothing where nothing is; it may query.
    """
    if check not in checks:
        checks.append(check)


def blockers_of(record: Record) -> list[Blocker]:
    """Everything that still stands between this record and its readers; empty when it may be published."""
    return [*record.publication_blockers(), *(blocker for check in checks for blocker in check(record))]


class NotReady(Exception):
    """Publishing was refused; ``blockers`` says why, one sentence each (``str`` of one gives it)."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__(" ".join(map(str, blockers)))
        self.blockers = blockers


class ReasonMissing(Exception):
    """Withdrawing needs a reason that stays with the record."""


@transaction.atomic
def publish(record: Record, *, by: User) -> None:
    """Make the record public from the next request on; raises NotReady, changing nothing, when something is missing."""
    if blockers := blockers_of(record):
        raise NotReady(blockers)
    record.status = Status.PUBLISHED
    record.published_at = record.published_at or timezone.now()
    record.withdrawn_at, record.withdrawal_reason = None, ""
    record.save()
    logger.info("published %s %s by account %s", record._meta.label_lower, record.pk, by.pk)


@transaction.atomic
def withdraw(record: Record, *, by: User, reason: str) -> None:
    """Take the record out of every page, feed and list; its address answers 410 and names nobody."""
    if not reason.strip():
        raise ReasonMissing
    record.status = Status.WITHDRAWN
    record.withdrawn_at, record.withdrawal_reason = timezone.now(), reason.strip()
    record.save()
    logger.info("withdrew %s %s by account %s", record._meta.label_lower, record.pk, by.pk)
