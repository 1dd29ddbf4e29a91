"""What can be done about a recorded consent: end it, record another in its place, hold it back. Never edit it."""

import logging

from django.db import transaction
from django.utils import timezone

from events.models import Consent, Contributor
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, User

logger = logging.getLogger(__name__)


class AlreadyWithdrawn(Exception):
    """Somebody withdrew it meanwhile: there is nothing to record another in place of."""


class ReasonMissing(Exception):
    """Withdrawing everything needs a reason that stays with the consents."""


def withdraw_consent(consent: Consent, *, by: User, reason: str = "") -> None:
    """End the consent now. Words, name and picture it covered are gone from the next request on; twice is once."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at, consent.withdrawal_reason = timezone.now(), reason
        consent.save(update_fields={"withdrawn_at", "withdrawal_reason"})
        record_act(ActVerb.CONSENT_WITHDRAWN, by=by, about=consent)
        logger.info("consent %s withdrawn by account %s", consent.pk, by.pk)


@transaction.atomic
def replace_consent(consent: Consent, agreed: Consent, *, by: User, reason: str) -> Consent:
    """Record ``agreed``, not yet saved, in place of a standing consent, and end that one with the reason.

    Whatever rested on the old one rests on the new one from the next request on: nothing is shown that the new one
    does not cover, and there is no moment without either. A person's hold goes over too: only a review ends it.
    Raises AlreadyWithdrawn. One statement for each kind of record that names a consent.
    """
    hold_writers()
    standing = Consent.objects.select_for_update().get(pk=consent.pk)
    if standing.withdrawn_at:
        raise AlreadyWithdrawn
    agreed.contributor_id, agreed.held_at, agreed.replaces = standing.contributor_id, standing.held_at, standing
    agreed.save()
    for relation in Consent._meta.related_objects:
        if relation.related_model is not Consent:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: standing})
            rows.update(**{relation.field.name: agreed})
    withdraw_consent(standing, by=by, reason=reason)
    return agreed


@transaction.atomic
def withdraw_everything(contributor: Contributor, *, by: User, reason: str) -> list[Consent]:
    """End every standing consent of this person at once: all of them or none. Returns those it ended."""
    if not reason.strip():
        raise ReasonMissing
    hold_writers()
    standing = list(contributor.consents.select_for_update().filter(withdrawn_at__isnull=True))
    for consent in standing:
        withdraw_consent(consent, by=by, reason=reason.strip())
    return standing


@transaction.atomic
def hold_everything(contributor: Contributor) -> int:
    """The person hides all of theirs, now, whoever they are to staff. How many consents it held back."""
    return _hold(contributor, held=True)


@transaction.atomic
def release_everything(contributor: Contributor, *, by: User) -> int:
    """After a review: what the person hid may be shown again, as far as their consents still hold."""
    released = _hold(contributor, held=False)
    logger.info("%s consents of contributor %s released by account %s", released, contributor.pk, by.pk)
    return released


def _hold(contributor: Contributor, *, held: bool) -> int:
    hold_writers()
    consents = contributor.consents.select_for_update().filter(withdrawn_at__isnull=True, held_at__isnull=held)
    changed = 0
    for consent in consents:
        consent.held_at = timezone.now() if held else None
        consent.save(update_fields={"held_at"})
        changed += 1
    return changed
