"""Whether a session goes without keyboard shortcuts."""

from typing import Any

from kpknow.accounts.models import Preference

WITHOUT_SHORTCUTS = "without_shortcuts"
"""In the session; templates read it there."""


def are_unwanted_by(account: Any) -> bool:
    return Preference.objects.filter(account_id=account.pk, has_shortcuts=False).exists()
