"""Who is signed in, asked anew at each request, and nothing of the staff's without it.

Costs readers nothing: without a session cookie nothing is asked, and a public page that asks for nobody asks nothing.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kpknow.accounts.factors import is_missing
from kpknow.accounts.limits import is_over, note_presence


class GuardedAccounts:
    """``request.user`` is anonymous where the session is over or its second factor is missing.

    Below the staff's address every page answers a redirect to whoever is not fully signed in, also one that is not
    there: a page somebody forgets to protect is protected.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.staff = f"/{settings.STAFF_PATH}"
        self.entrance = f"{self.staff}account/"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        unguarded = request.user
        at_entrance = request.path_info.startswith(self.entrance)
        request.user = SimpleLazyObject(lambda: signed_in(request, unguarded, at_entrance))  # type: ignore[assignment]
        if request.path_info.startswith(self.staff) and not at_entrance and not request.user.is_authenticated:
            return self.to_the_entrance(request)
        return self.get_response(request)

    def to_the_entrance(self, request: HttpRequest) -> HttpResponseBase:
        if request.session.get("_auth_user_id"):  # signed in, but for the second factor
            return HttpResponseRedirect(reverse("mfa_index"))
        wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
        return redirect_to_login(wanted, reverse("account_login"))


def signed_in(request: HttpRequest, unguarded: Any, at_entrance: bool) -> Any:
    """The account of this session, or nobody. At the entrance the factor may be missing: it is set up there."""
    if not unguarded.is_authenticated:
        return unguarded
    if is_over(request.session) or not unguarded.is_staff:
        request.session.flush()
        return AnonymousUser()
    if not at_entrance and is_missing(request, unguarded):
        return AnonymousUser()
    note_presence(request.session)
    return unguarded._wrapped if isinstance(unguarded, SimpleLazyObject) else unguarded
