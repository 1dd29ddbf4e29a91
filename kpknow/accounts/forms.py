"""allauth's forms, each of which asks first whether it is too soon."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kpknow.accounts.actions.guessing import TooSoon, book_try, forget_tries, spend_code
from kpknow.safety.rates import network_of

LONGEST_PASSWORD = 1000
LONGEST_CODE = 20
AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}
NOT_RIGHT = _("The name or the password is not right. Both tell capital letters from small ones.")


class WaitError(ValidationError):
    """Too soon: the page answers 429."""

    def __init__(self, seconds: int) -> None:
        words = ngettext(
            "Somebody tried too often. Please wait %(n)s second, then try again. Nothing is locked.",
            "Somebody tried too often. Please wait %(n)s seconds, then try again. Nothing is locked.",
            seconds,
        )
        super().__init__(words % {"n": seconds}, code="wait", params={"seconds": seconds})
        self.seconds = seconds


class SlowedForm(forms.Form):
    """``wait``: seconds until the next try, where this one was not looked at."""

    wait = 0

    def book(self, secret: str, name: str) -> None:
        try:
            book_try(secret, name, network_of(context.request))
        except TooSoon as early:
            self.wait = early.seconds
            raise WaitError(early.seconds) from early

    def forget(self, secret: str, name: str) -> None:
        forget_tries(secret, name, network_of(context.request))


class SignInForm(SlowedForm, LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name")
        self.fields["login"].widget.attrs = {"autocomplete": "username", **AS_TYPED}
        plain(self.fields["password"], "current-password")

    def _clean_with_password(self, credentials: dict[str, str]) -> Any:
        name = credentials["username"]
        self.book("password", name)
        try:
            cleaned = super()._clean_with_password(credentials)
        except ValidationError as refused:
            raise ValidationError(NOT_RIGHT, code="wrong") from refused
        if not self.user.is_staff:
            raise ValidationError(NOT_RIGHT, code="wrong")
        self.forget("password", name)
        return cleaned


class PasswordAgainForm(SlowedForm, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password"], "current-password")

    def clean_password(self) -> str:
        self.book("password", self.user.get_username())
        password: str = super().clean_password()
        self.forget("password", self.user.get_username())
        return password


class NewPasswordForm(SlowedForm, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, kind in (
            ("oldpassword", _("Your password now"), "current-password"),
            ("password1", _("New password"), "new-password"),
            ("password2", _("New password, once more"), "new-password"),
        ):
            self.fields[name].label = label
            plain(self.fields[name], kind)

    def clean_oldpassword(self) -> str:
        self.book("password", self.user.get_username())
        password: str = super().clean_oldpassword()
        self.forget("password", self.user.get_username())
        return password


class CodeForm(SlowedForm, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self.fields["code"])

    def clean_code(self) -> str:
        self.book("code", self.user.get_username())
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not spend_code(self.user.pk, code.strip()):
            raise ValidationError(_("This code was used already. Please wait for the next one."), code="spent")
        self.forget("code", self.user.get_username())
        return code


class CodeAgainForm(ReauthenticateByCodeForm, CodeForm):  # type: ignore[misc]
    """For one who is signed in and about to change how."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self.fields["code"])
        self.fields["code"].label = _("The code the app shows now")


class InvitedForm(SetPasswordForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your password")
        self.fields["new_password2"].label = _("Your password, once more")
        for field in self.fields.values():
            plain(field, "new-password")


def plain(field: forms.Field, autocomplete: str) -> None:
    """A label beside the field instead of words inside it, which vanish on typing."""
    field.widget.attrs = {"autocomplete": autocomplete}
    field.help_text = ""
    field.widget.attrs["maxlength"] = str(LONGEST_PASSWORD)
    field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))


def code_field(field: forms.Field) -> None:
    field.label = _("Code")
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "maxlength": str(LONGEST_CODE),
        **AS_TYPED,
    }
    field.validators.append(MaxLengthValidator(LONGEST_CODE))
