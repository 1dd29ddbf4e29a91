"""Showing a draft to somebody without an account, and taking that back."""

import datetime as dt
import secrets

from django.utils import timezone

from kpknow.content.models import Record, User
from kpknow.curation.models import DraftLink
from kpknow.curation.models.draft_link import HOURS, hash_of


def make_link(record: Record, *, by: User) -> str:
    """The token, which is said once and stored nowhere. Links that ended a month ago are cleared away."""
    now = timezone.now()
    DraftLink.objects.filter(ends_at__lt=now - dt.timedelta(days=30)).delete()
    token = secrets.token_urlsafe(24)
    DraftLink.objects.create(
        kind=record._meta.label_lower,
        key=record.pk,
        token_hash=hash_of(token),
        made_by_id=by.pk,  # type: ignore[misc] # staff pages have no anonymous user
        ends_at=now + dt.timedelta(hours=HOURS),
    )
    return token


def revoke(link: DraftLink) -> None:
    """From the next request on it opens nothing; the time of the first revocation stays."""
    DraftLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
