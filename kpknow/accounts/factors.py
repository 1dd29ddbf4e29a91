"""Who needs a second factor, and whether this browser showed it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

SHOWN = "second_factor"
"""In the session: the account whose second factor was shown here."""
LIGHT_ROLES = {"Author", "Editor"}
"""Groups that publish nothing and see no consent paper. Every other group, and an account of none, counts as above."""


def has_factor(account: Any) -> bool:
    """Recovery codes alone are no factor: they are what is left when one is lost."""
    factors = Authenticator.objects.filter(user_id=account.pk)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def is_demanded_of(account: Any) -> bool:
    """By ``SECOND_FACTOR``: of everyone, of publishers and above, or of nobody. One query for the second, for most."""
    if settings.SECOND_FACTOR == "offered":
        return False
    if settings.SECOND_FACTOR == "everyone" or account.is_superuser:
        return True
    groups = set(account.groups.values_list("name", flat=True))
    return not groups or not groups <= LIGHT_ROLES


def is_missing(request: HttpRequest, account: Any) -> bool:
    """Whether this browser must show a second factor before it sees anything of the staff's."""
    return request.session.get(SHOWN) != account.pk and is_demanded_of(account)
