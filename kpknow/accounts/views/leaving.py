"""Signing out: here, or everywhere."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kpknow.accounts.actions.sessions import end_sessions

FORGET = '"cache", "cookies", "storage"'
"""Of this site, in this browser (Clear-Site-Data)."""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return left()


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    account = request.user.pk
    logout(request)
    if account is not None:
        end_sessions(account)
    return left()


def left() -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('account_login')}?left=1")
    response.headers["Clear-Site-Data"] = FORGET
    return response
