"""The only two ways a record's status reaches its readers."""

import logging

from django.db import transaction
from django.utils import timezone

from kpknow.content.models import Record, Status, User

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """Publishing was refused; ``blockers`` says why, one sentence each."""

    def __init__(self, blockers: list[str]) -> None:
        super().__init__(" ".join(blockers))
        self.blockers = blockers


class ReasonMissing(Exception):
    """Withdrawing needs a reason that stays with the record."""


@transaction.atomic
def publish(record: Record, *, by: User) -> None:
    """Make the record public from the next request on; raises NotReady, changing nothing, when something is missing."""
    if blockers := record.publication_blockers():
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
