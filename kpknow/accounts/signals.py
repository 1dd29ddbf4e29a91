"""What follows from signing in and from changing a password or a factor."""

import time
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from kpknow.accounts.actions.sessions import end_sessions
from kpknow.accounts.factors import SHOWN, has_factor
from kpknow.accounts.limits import BEGUN, SEEN
from kpknow.accounts.shortcuts import WITHOUT_SHORTCUTS, are_unwanted_by


@receiver(user_logged_in, dispatch_uid="accounts.begin")
def begin(request: HttpRequest | None, user: Any, **_signal: Any) -> None:
    if request is not None:
        request.session[BEGUN] = request.session[SEEN] = int(time.time())
        request.session[WITHOUT_SHORTCUTS] = are_unwanted_by(user)


@receiver(authenticator_used, dispatch_uid="accounts.factor_was_shown")
def factor_was_shown(request: HttpRequest, user: Any, **_signal: Any) -> None:
    request.session[SHOWN] = user.pk


@receiver((authenticator_added, authenticator_removed, authenticator_reset), dispatch_uid="accounts.factors_changed")
def factors_changed(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """A new session id here, and no other browser stays signed in."""
    if has_factor(user):
        request.session[SHOWN] = user.pk
    else:
        request.session.pop(SHOWN, None)
    request.session.cycle_key()
    end_sessions(user.pk, but=request.session.session_key)


@receiver(password_changed, dispatch_uid="accounts.password_was_changed")
def password_was_changed(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Django gave this session a new id; the others would be refused anyhow, and are deleted."""
    end_sessions(user.pk, but=request.session.session_key)
