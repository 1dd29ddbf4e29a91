"""A second factor for every page of the staff's, where it is demanded."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.accounts.browsers import (
    PASSWORD,
    code_of,
    factors_of,
    give_app,
    give_code,
    is_in,
    make_account,
    sign_in,
)
from tests.builders import make_event

pytestmark = pytest.mark.django_db


def staff_addresses() -> list[str]:
    """One address for each pattern below the staff's, the entrance apart."""
    found: list[str] = []
    stand_ins = {"int": "1", "str": "x", "slug": "x", "path": "1", "uuid": "0" * 8}

    def collect(patterns: Any, prefix: str) -> None:
        for pattern in patterns:
            here = prefix + filled(pattern, stand_ins)
            if isinstance(pattern, URLResolver):
                collect(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                found.append(f"/{here}")

    collect(get_resolver().url_patterns, "")
    return sorted({one for one in found if one.startswith("/staff/") and not one.startswith("/staff/account/")})


def filled(pattern: Any, stand_ins: dict[str, str]) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, stand_ins.get(kind, "x"))
    return route.replace("^", "").replace("$", "").replace("(?P<url>.*)", "anything").replace("\\Z", "")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("account", ["superuser", "publisher", "nobody in particular"])
def test_no_staff_address_is_reached_by_password_alone(account: str, method: str, settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    groups = ("Publisher",) if account == "publisher" else ()
    make_account("asha", *groups, is_superuser=account == "superuser")
    client = Client()
    sign_in(client)
    addresses = [*staff_addresses(), "/staff/", "/staff/login/", "/staff/no-such-page/"]

    answers = {address: getattr(client, method)(address) for address in addresses}

    assert len(addresses) > 100
    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer["Location"] for answer in answers.values()} == {reverse("mfa_index")}


def test_between_password_and_code_nothing_is_open(settings: Any) -> None:
    give_app(make_account(is_superuser=True))
    client = Client()

    answer = sign_in(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert {client.get(address).status_code for address in staff_addresses()} == {302}
    assert client.get(reverse("mfa_index")).status_code == 302


def test_a_draft_is_not_shown_to_a_password_alone(settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    draft = make_event("Not yet", status="draft")
    secret = give_app(make_account("with app", is_superuser=True))
    make_account(is_superuser=True)
    bare, whole = Client(), Client()
    sign_in(bare)
    sign_in(whole, "with app")
    give_code(whole, code_of(secret))

    assert bare.get(draft.get_absolute_url()).status_code == 404
    assert whole.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("setting", "groups", "opens"),
    [
        ("publishers", ("Author",), True),
        ("publishers", ("Author", "Editor"), True),
        ("publishers", ("Editor", "Publisher"), False),
        ("publishers", ("Moderator",), False),
        ("publishers", ("Administrator",), False),
        ("publishers", ("A group of our own",), False),
        ("everyone", ("Author",), False),
        ("offered", ("Publisher",), True),
    ],
)
def test_who_must_show_it(setting: str, groups: tuple[str, ...], opens: bool, settings: Any) -> None:
    settings.SECOND_FACTOR = setting
    make_account("asha", *groups)
    client = Client()
    sign_in(client)

    assert is_in(client) is opens


def test_an_account_raised_to_publisher_shows_it_at_the_next_request(settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    account = make_account("asha", "Author")
    publisher = make_account("other", "Publisher").groups.get()
    client = Client()
    sign_in(client)
    assert is_in(client)

    account.groups.add(publisher)

    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_opens_the_staffs_pages(settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    account = make_account("asha", "Publisher")
    client = Client()
    assert sign_in(client)["Location"] == reverse("mfa_index")
    assert "a password alone does not open it" in client.get(reverse("mfa_index")).content.decode()

    again = client.get(reverse("mfa_activate_totp"))
    assert again["Location"].startswith(reverse("account_reauthenticate"))
    client.post(again["Location"], {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert factors_of(account) == ["recovery_codes", "totp"]
    assert len(client.get(done["Location"]).context["unused_codes"]) == 10
    assert is_in(client)


def test_a_recovery_code_opens_once() -> None:
    account = make_account()
    give_app(account)
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    one, other = Client(), Client()
    for client in (one, other):
        sign_in(client)
        give_code(client, codes[0])

    assert is_in(one)
    assert not is_in(other)


def test_secrets_of_factors_are_ciphertext() -> None:
    account = make_account()
    secret = give_app(account)

    kept = str(list(Authenticator.objects.filter(user=account).values_list("data", flat=True)))

    assert secret not in kept
    assert "gAAAA" in kept


def test_nobody_signs_up_and_nothing_is_sent_by_mail() -> None:
    names = {pattern.name for pattern in get_resolver("kpknow.accounts.urls").url_patterns if hasattr(pattern, "name")}

    assert not [name for name in names if name and ("signup" in name or "email" in name or "reset" in name)]
    assert not [address for address in staff_addresses() if "signup" in address]


def test_offering_it_only_is_refused_where_others_reach_the_site(settings: Any) -> None:
    settings.SECOND_FACTOR = "offered"
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    settings.SECOND_FACTOR = "publishers"
    mended = {message.id for message in run_checks(include_deployment_checks=True)}

    assert "kpknow.E004" in found
    assert "kpknow.E004" not in mended
