"""One person, found for themselves."""

from events.models import Contributor
from kpknow.curation.models import Receipt


def person_with(key: int) -> Contributor | None:
    """The contributor of that key while a receipt of theirs stands: a code that ended hides nothing any more."""
    receipt = Receipt.objects.filter(contributor=key, ended_at__isnull=True).select_related("contributor").first()
    return receipt.contributor if receipt else None
