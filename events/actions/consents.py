"""The one thing that can be done to a recorded consent."""

import logging

from django.utils import timezone

from events.models import Consent
from kpknow.content.models import User

logger = logging.getLogger(__name__)


def withdraw_consent(consent: Consent, *, by: User) -> None:
    """End the consent now. Words, name and picture it covered are gone from the next request on; twice is once."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields={"withdrawn_at"})
        logger.info("consent %s withdrawn by account %s", consent.pk, by.pk)
