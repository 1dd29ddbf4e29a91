"""Keeping and forgetting views of lists. Leads back to the list, which it finds by the kind of record alone."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kpknow.accounts.actions.saved_views import MOST, NothingToKeep, TooManyViews, keep_view
from kpknow.accounts.models import SavedView


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    model = listed_model(request, request.POST.get("records", ""))
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    try:
        kept = keep_view(account_of(request), model._meta.label_lower, name=name, query=query)
    except NothingToKeep:
        messages.error(request, _("Give the view a name of at most 60 letters, and choose filters to keep."))
        return back_to(model)
    except TooManyViews:
        messages.error(request, _("%(n)s views of a list are enough. Forget one first.") % {"n": MOST})
        return back_to(model)
    return back_to(model, kept.query)


@require_POST
def forget(request: HttpRequest, key: int) -> HttpResponse:
    view = SavedView.objects.filter(account=account_of(request), pk=key).first() if key < 2**63 else None
    if view is None:
        raise Http404
    view.delete()
    return back_to(listed_model(request, view.records))


def listed_model(request: HttpRequest, label: str) -> Any:
    """A kind of record whose list this person may open. Raises Http404."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not admin.site.is_registered(model):
        raise Http404
    model_admin: Any = admin.site.get_model_admin(model)
    if not model_admin.has_view_or_change_permission(request):
        raise Http404
    return model


def account_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # the site lets nobody else in
    return request.user


def back_to(model: Any, query: str = "") -> HttpResponse:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
