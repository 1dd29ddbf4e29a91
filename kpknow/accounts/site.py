"""Django's admin, entered through our own door."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from kpknow.accounts.factors import is_missing
from kpknow.accounts.views import saved_views
from kpknow.accounts.views.leaving import sign_out
from kpknow.accounts.views.shortcuts import switch_shortcuts

LONGEST_KEY = 10
"""Digits of the key of a kind."""


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not is_missing(request, request.user)

    def get_urls(self) -> list[Any]:
        return [
            path("views/keep/", self.admin_view(saved_views.keep), name="keep_view"),
            path("views/<int:key>/forget/", self.admin_view(saved_views.forget), name="forget_view"),
            path("shortcuts/", self.admin_view(switch_shortcuts), name="switch_shortcuts"),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.show_on_site), name="view_on_site"),
            *super().get_urls(),
        ]

    def show_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """To the page of a record this person may see. Django's own view tells any account any record's address, and
        a draft's address is its title.
        """
        kinds = ContentType.objects.filter(pk=content_type_id) if content_type_id.isdecimal() else ()
        model = next((kind.model_class() for kind in kinds), None) if len(content_type_id) < LONGEST_KEY else None
        admin = self._registry.get(model) if model else None
        record = admin.get_object(request, object_id) if admin else None
        if admin is None or record is None or not admin.has_view_or_change_permission(request, record):
            raise Http404
        if admin.get_view_on_site_url(record) is None:
            raise Http404
        return HttpResponseRedirect(record.get_absolute_url())

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect_to_login(reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return HttpResponseRedirect(reverse("account_change_password"))
