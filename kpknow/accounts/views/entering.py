"""Signing in, step by step. allauth leads; a try that comes too soon answers 429."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpResponse
from django.utils.decorators import method_decorator


def too_soon(response: HttpResponse, form: Any) -> HttpResponse:
    if wait := getattr(form, "wait", 0):
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response


class SignInView(LoginView):  # type: ignore[misc]  # allauth has no types
    def form_invalid(self, form: Any) -> HttpResponse:
        return too_soon(super().form_invalid(form), form)


class SecondFactorView(AuthenticateView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        return too_soon(super().form_invalid(form), form)


@method_decorator(login_required, name="dispatch")
class PasswordAgainView(ReauthenticateView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        return too_soon(super().form_invalid(form), form)


@method_decorator(login_required, name="dispatch")
class CodeAgainView(ReauthenticateByCodeView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        return too_soon(super().form_invalid(form), form)


@method_decorator(login_required, name="dispatch")
class NewPasswordView(PasswordChangeView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        return too_soon(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"rules": password_validators_help_texts()}
