"""A one-time link instead of a password that two people know."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from kpknow.accounts.actions.sessions import end_sessions
from kpknow.accounts.models import Invitation

LASTS = timedelta(hours=72)


class InvitationOver(Exception):
    """The link was used, has ended, or never was one."""


def invite(account: User) -> str:
    """The secret part of a link that sets this account's password. Only its hash is kept; an older link ends."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    Invitation.objects.update_or_create(
        account=account, defaults={"token_hash": hash_of(token), "made_at": now, "expires_at": now + LASTS}
    )
    return token


def find_invitation(token: str) -> Invitation:
    """Raises InvitationOver."""
    found = (
        Invitation.objects.filter(
            token_hash=hash_of(token), expires_at__gt=timezone.now(), account__is_active=True, account__is_staff=True
        )
        .select_related("account")
        .first()
    )
    if found is None:
        raise InvitationOver
    return found


def accept(invitation: Invitation, password: str) -> None:
    """Set the password, spend the link, end every session. Raises InvitationOver where another was faster."""
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk, token_hash=invitation.token_hash).delete()[0]:
            raise InvitationOver
        account = invitation.account
        account.set_password(password)
        account.save(update_fields=["password"])
        end_sessions(account.pk)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
