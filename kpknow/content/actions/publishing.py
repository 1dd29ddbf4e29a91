"""The only ways a record's status changes: draft, in review, published, withdrawn.

Each verb reads the record anew and holds its row, so that two people at once do not both do it; it writes the status
and nothing else, so that no text saved meanwhile is lost. Who may do what is asked at the edge.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpknow.content.blocker import Blocker, Requirement
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Record, Status, User

__all__ = [
    "Blocker",
    "NotReady",
    "ReasonMissing",
    "WrongStatus",
    "add_check",
    "add_waiver",
    "blockers_of",
    "look_again",
    "make_draft_again",
    "passed_over",
    "publish",
    "requirements_of",
    "send_back",
    "send_for_review",
    "take_back",
    "withdraw",
]

logger = logging.getLogger(__name__)

NOTED = {
    Status.DRAFT: ActVerb.MADE_DRAFT,
    Status.IN_REVIEW: ActVerb.SENT_FOR_REVIEW,
    Status.PUBLISHED: ActVerb.PUBLISHED,
    Status.WITHDRAWN: ActVerb.WITHDREW,
}
"""What the audit log says of a record that came to this status."""

Check = Callable[[Record], Iterable[Blocker]]
Waiver = Callable[[Record], Collection[str]]

checks: list[tuple[Check, object]] = []
"""What apps above this one ask of a record before it may be published, with their line in the checklist."""
waivers: list[Waiver] = []
"""Where two people agreed to pass over something; each gives the words of what."""


def add_check(check: Check, words: object = "") -> None:
    """Have this asked of every record before it is published; said once, when the app is ready.

    It is given the saved record and gives what is missing, nothing where nothing is; it may query. ``words`` name its
    line in the checklist; without them it has one only while something is missing.
    """
    if check not in (known for known, _words in checks):
        checks.append((check, words))


def add_waiver(waiver: Waiver) -> None:
    if waiver not in waivers:
        waivers.append(waiver)


def requirements_of(record: Record) -> list[Requirement]:
    """Everything asked of this record, met or not, what others ask among it; nothing is passed over yet."""
    lines = [*record.publication_requirements()]
    for check, words in checks:
        blockers = list(check(record))
        if blockers or words:
            lines.append(Requirement(str(words or _("And also")), blockers))
    return lines


def passed_over(record: Record) -> set[str]:
    """The words of what two people agreed to pass over."""
    return {words for waiver in waivers for words in waiver(record)}


def blockers_of(record: Record) -> list[Blocker]:
    """Everything that still stands between this record and its readers; empty when it may be published.

    What is final stands, whoever agreed to pass over it.
    """
    found = [blocker for line in requirements_of(record) for blocker in line.blockers]
    passed = passed_over(record) if any(not blocker.is_final for blocker in found) else set()
    return [blocker for blocker in found if blocker.is_final or blocker.words not in passed]


class NotReady(Exception):
    """Publishing was refused; ``blockers`` says why, one sentence each (``str`` of one gives it)."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__(" ".join(map(str, blockers)))
        self.blockers = blockers


class ReasonMissing(Exception):
    """Withdrawing needs a reason, sending back needs words; both stay with the record."""


class WrongStatus(Exception):
    """This verb does not start from where the record stands now; ``status`` is that."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@transaction.atomic
def send_for_review(record: Record, *, by: User) -> None:
    """Hand a draft over to those who review; raises WrongStatus for anything but a draft."""
    _hold(record, Status.DRAFT)
    record.sent_by = by if by.is_authenticated else None  # type: ignore[assignment] # an account, not a stranger
    record.sent_at, record.returned_words = timezone.now(), ""
    _write(record, Status.IN_REVIEW, "sent_by", "sent_at", "returned_words", verb="sent for review", by=by)


@transaction.atomic
def send_back(record: Record, *, by: User, words: str) -> None:
    """Make it a draft again, with words for whoever sent it; raises WrongStatus, or ReasonMissing without words."""
    if not words.strip():
        raise ReasonMissing
    _hold(record, Status.IN_REVIEW)
    record.returned_words = words.strip()
    _write(record, Status.DRAFT, "returned_words", verb="sent back", by=by)


@transaction.atomic
def publish(record: Record, *, by: User) -> None:
    """Make the record public from the next request on; raises NotReady, changing nothing, when something is missing."""
    _hold(record, *Status)
    if blockers := blockers_of(record):
        raise NotReady(blockers)
    record.published_at = record.published_at or timezone.now()
    record.withdrawn_at, record.withdrawal_reason, record.returned_words = None, "", ""
    fields = ("published_at", "withdrawn_at", "withdrawal_reason", "returned_words", "changed_at")
    _write(record, Status.PUBLISHED, *fields, verb="published", by=by)


@transaction.atomic
def withdraw(record: Record, *, by: User, reason: str) -> None:
    """Take the record out of every page, feed and list; its address answers 410 and names nobody."""
    if not reason.strip():
        raise ReasonMissing
    _hold(record, *Status)
    record.withdrawn_at, record.withdrawal_reason = timezone.now(), reason.strip()
    _write(record, Status.WITHDRAWN, "withdrawn_at", "withdrawal_reason", "changed_at", verb="withdrew", by=by)


@transaction.atomic
def take_back(record: Record, *, by: User) -> None:
    """Take a public record back into review: its words changed, and somebody has to look before readers do."""
    _hold(record, Status.PUBLISHED)
    record.sent_by = by if by.is_authenticated else None  # type: ignore[assignment] # an account, not a stranger
    record.sent_at = timezone.now()
    _write(record, Status.IN_REVIEW, "sent_by", "sent_at", "changed_at", verb="took back into review", by=by)


@transaction.atomic
def make_draft_again(record: Record, *, by: User) -> None:
    """Let a withdrawn record be worked on; readers still find nothing. Raises WrongStatus for one that is not."""
    _hold(record, Status.WITHDRAWN)
    record.withdrawn_at, record.withdrawal_reason = None, ""
    _write(record, Status.DRAFT, "withdrawn_at", "withdrawal_reason", verb="made a draft again", by=by)


@transaction.atomic
def look_again(record: Record, *, by: User) -> list[Blocker]:
    """After a change to what is public: back to review with it where something is missing now; gives what is.

    What is about consent hides itself and takes nothing else with it. To be called by whatever saves a record.
    """
    _hold(record, *Status)
    if not record.is_published:
        return []
    blockers = [blocker for blocker in blockers_of(record) if not blocker.is_final]
    if blockers:
        take_back(record, by=by)
    return blockers


def _hold(record: Record, *statuses: Status) -> None:
    """The record as it is saved now; nobody else changes its row until the transaction ends."""
    hold_writers()  # before any row, as every save does: two who wait for each other would wait for ever
    records: Any = type(record)._default_manager
    record.refresh_from_db(from_queryset=records.select_for_update())
    if record.status not in statuses:
        raise WrongStatus(record.status)


def _write(record: Record, status: Status, *fields: str, verb: str, by: User) -> None:
    record.status = status
    record.save(update_fields=["status", *fields])
    record_act(NOTED[status], by=by, about=record)
    logger.info("%s %s %s by account %s", verb, record._meta.label_lower, record.pk, by.pk)
