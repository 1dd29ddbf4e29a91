"""Somebody at the entrance: what they type, and what they are answered."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

PASSWORD = "seven blue boats at noon"
ENTRANCE = {
    *("account_login", "account_logout", "account_sign_out_everywhere", "account_reauthenticate"),
    *("account_change_password", "account_invitation", "mfa_index", "mfa_authenticate", "mfa_reauthenticate"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"),
    *("mfa_remove_webauthn", "mfa_edit_webauthn"),
}
"""Names of its addresses: none shows anything of a record."""
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def make_account(name: str = "asha", *groups: str, **fields: Any) -> User:
    account = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    account.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    return account


def give_app(account: User) -> str:
    """An authenticator app and recovery codes; the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def sign_in(client: Client, name: str = "asha", password: str = PASSWORD, network: str = HERE) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": password}, REMOTE_ADDR=network)


def give_code(client: Client, code: str, network: str = HERE) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR=network)


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("admin:index")).status_code == 200)


def factors_of(account: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=account).values_list("type", flat=True))
