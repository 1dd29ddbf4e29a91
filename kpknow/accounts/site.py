"""Django's admin, entered through our own door."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from kpknow.accounts.factors import is_missing
from kpknow.accounts.views import saved_views
from kpknow.accounts.views.leaving import sign_out
from kpknow.accounts.views.shortcuts import switch_shortcuts


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not is_missing(request, request.user)

    def get_urls(self) -> list[Any]:
        return [
            path("views/keep/", self.admin_view(saved_views.keep), name="keep_view"),
            path("views/<int:key>/forget/", self.admin_view(saved_views.forget), name="forget_view"),
            path("shortcuts/", self.admin_view(switch_shortcuts), name="switch_shortcuts"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect_to_login(reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return HttpResponseRedirect(reverse("account_change_password"))
