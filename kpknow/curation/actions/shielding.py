"""Changes how much of an organisation readers may see."""

import logging

from django.db import transaction
from django.utils import timezone

from events.models import Organisation, Shield
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import User

logger = logging.getLogger(__name__)


class ReasonMissing(Exception):
    """A shield needs a reason that stays with the organisation."""


@transaction.atomic
def shield_organisation(organisation: Organisation, *, shield: Shield, reason: str, by: User) -> None:
    """From the next request on, on every page and file. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    hold_writers()
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    held.shield, held.shield_reason, held.shielded_on = shield, reason.strip(), timezone.now().date()
    held.save(update_fields={"shield", "shield_reason", "shielded_on", "changed_at"})
    logger.info("organisation %s shielded as %s by account %s", held.pk, shield, by.pk)
