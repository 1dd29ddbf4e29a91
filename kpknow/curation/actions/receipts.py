"""A person's own way to hide what is theirs: a code given once, and staff who may undo it only after a review."""

import logging

from django.db import transaction
from django.utils import timezone

from events.actions.consents import hold_everything, release_everything, withdraw_everything
from events.models import Contributor
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import User
from kpknow.curation.models import Hiding, Receipt
from kpknow.safety.codes import LENGTH, code_hash, digits_of, new_code

logger = logging.getLogger(__name__)

KIND = "receipt"


class AlreadyReviewed(Exception):
    """Somebody reviewed it meanwhile."""


class ReviewMissing(Exception):
    """Undoing what a person did needs words on what the review found."""


def give_receipt(contributor: Contributor, *, by: User) -> str:
    """The sixteen digits, told this once. A code given before ends: the person has one."""
    code = new_code()
    with transaction.atomic():
        Receipt.objects.filter(contributor=contributor, ended_at__isnull=True).update(ended_at=timezone.now())
        Receipt.objects.create(contributor=contributor, code_hash=code_hash(code, KIND), given_by_id=by.pk)
    return code


def receipt_of(typed: str) -> Receipt | None:
    """Whoever's code this is. About 50 ms whatever was typed, and no word on how near it came."""
    code = digits_of(typed)
    found = Receipt.objects.filter(code_hash=code_hash(code[: LENGTH + 1], KIND), ended_at__isnull=True)
    return found.select_related("contributor").first()


@transaction.atomic
def hide_everything(contributor: Contributor) -> None:
    """Gone from every page, list, feed and file at the next request; twice is once."""
    hold_writers()
    Contributor.objects.select_for_update().get(pk=contributor.pk)
    hold_everything(contributor)
    if not waits_for_review(contributor.pk):
        Hiding.objects.create(contributor=contributor)


def open_hiding(contributor: Contributor) -> Hiding | None:
    return Hiding.objects.filter(contributor=contributor, reviewed_at__isnull=True).first()


def waits_for_review(contributor: int) -> bool:
    return Hiding.objects.filter(contributor=contributor, reviewed_at__isnull=True).exists()


@transaction.atomic
def review_hiding(hiding: Hiding, *, by: User, review: str, release: bool) -> None:
    """Show again what the person hid, or withdraw it for good. Raises ReviewMissing or AlreadyReviewed."""
    if not review.strip():
        raise ReviewMissing
    hold_writers()
    waiting = Hiding.objects.select_for_update().get(pk=hiding.pk)
    if waiting.reviewed_at:
        raise AlreadyReviewed
    waiting.reviewed_at, waiting.reviewed_by_id = timezone.now(), by.pk
    waiting.review, waiting.is_released = review.strip(), release
    waiting.save()
    if release:
        release_everything(waiting.contributor, by=by)
    elif waiting.contributor.consents.filter(withdrawn_at__isnull=True).exists():
        withdraw_everything(waiting.contributor, by=by, reason=review)
    logger.info("hiding %s reviewed by account %s, shown again: %s", waiting.pk, by.pk, release)
