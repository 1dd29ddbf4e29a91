"""Keyboard shortcuts on or off, for one account (WCAG 2.1.4: keys of one letter can be switched off)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kpknow.accounts.models import Preference
from kpknow.accounts.shortcuts import WITHOUT_SHORTCUTS


@require_POST
def switch_shortcuts(request: HttpRequest) -> HttpResponse:
    """Kept with the account, and in the session so that no page has to ask. Leads back to where it was asked."""
    has_them = request.POST.get("shortcuts") == "on"
    Preference.objects.update_or_create(account_id=request.user.pk, defaults={"has_shortcuts": has_them})
    request.session[WITHOUT_SHORTCUTS] = not has_them
    back = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("admin:index")
    return HttpResponseRedirect(back)
