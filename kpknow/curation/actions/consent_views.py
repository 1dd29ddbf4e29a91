"""Notes that somebody of the staff looked at what a person agreed to."""

from events.models import Consent, Contributor
from kpknow.content.models import User
from kpknow.curation.models import ConsentPage, ConsentView


def note_view(page: ConsentPage, *, by: User, consent: Consent | None = None, of: Contributor | None = None) -> None:
    """Before the page is shown: what is not noted is not seen. One statement."""
    ConsentView.objects.create(page=page, account_id=by.pk, consent=consent, contributor=of)
