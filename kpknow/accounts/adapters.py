"""What django-allauth asks us: nobody signs up, secrets are stored as ciphertext."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpknow.accounts.factors import is_missing

PLAIN_TO_SEE = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index" if is_missing(request, request.user) else "admin:index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kw: Any
    ) -> None:
        """That one is signed in, or out, is plain to see."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kw)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves this site."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not right. Codes change every 30 seconds and work once.")
    }

    def get_totp_issuer(self) -> str:
        return "kpknow"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers().decrypt(encrypted_text.encode()).decode()


def ciphers() -> MultiFernet:
    """Under the site's secret key, and under those before it: a database alone gives no factor away."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(cipher_key(key))) for key in keys])


def cipher_key(secret: str | bytes) -> bytes:
    return salted_hmac("accounts.second factors", "key", secret=secret, algorithm="sha256").digest()
