"""Nobody ever knows the password of another."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpknow.accounts.actions.invitations import hash_of, invite
from kpknow.accounts.models import Invitation
from tests.accounts.browsers import give_app, is_in, make_account, sign_in

pytestmark = pytest.mark.django_db
NEW = "eight green boats at dawn"


def tool(name: str, account: User) -> str:
    return reverse(f"admin:auth_user_{name}", args=[account.pk])


def accept(address: str, password: str = NEW) -> Any:
    return Client().post(address, {"new_password1": password, "new_password2": password})


def test_a_new_account_is_invited_by_a_link_that_works_once(staff: Client) -> None:
    group = Group.objects.create(name="Writers of the day")

    shown = staff.post(reverse("admin:auth_user_add"), {"username": "asha", "groups": [group.pk]})
    address = shown.context["address"]
    account = User.objects.get(username="asha")

    assert shown.status_code == 200
    assert address in shown.content.decode()
    assert (account.is_staff, account.has_usable_password(), account.groups.get()) == (True, False, group)
    assert accept(address)["Location"] == reverse("account_login")
    assert accept(address, "another long sentence").status_code == 410
    client = Client()
    sign_in(client, password=NEW)
    assert is_in(client)


def test_only_a_hash_of_the_link_is_kept() -> None:
    token = invite(make_account())

    assert Invitation.objects.get().token_hash == hash_of(token)
    assert token not in str(Invitation.objects.values())


def test_a_link_ends_after_72_hours() -> None:
    address = reverse("account_invitation", args=[invite(make_account())])
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59), tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=72, seconds=1), tick=False):
        assert Client().get(address).status_code == 410
        assert accept(address).status_code == 410


def test_a_newer_link_ends_the_older() -> None:
    account = make_account()
    old, new = (reverse("account_invitation", args=[invite(account)]) for _ in range(2))

    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_a_link_cannot_open_a_closed_account() -> None:
    account = make_account()
    address = reverse("account_invitation", args=[invite(account)])
    User.objects.update(is_active=False)

    assert Client().get(address).status_code == 410


def test_a_weak_password_is_refused_and_the_link_stays() -> None:
    address = reverse("account_invitation", args=[invite(make_account())])

    assert accept(address, "password").status_code == 200
    assert accept(address).status_code == 302


@pytest.mark.parametrize("token", ["none", "%00", "a" * 5000, "é😀", "%ED%A0%80"])
def test_any_other_link_has_ended(token: str, client: Client) -> None:
    assert client.get(f"/staff/account/invitation/{token}/").status_code in (404, 410)


def test_a_new_password_by_link_ends_every_session(staff: Client) -> None:
    account = make_account()
    client = Client()
    sign_in(client)

    address = staff.post(tool("invite", account)).context["address"]
    assert is_in(client)
    accept(address)

    assert not is_in(client)


def test_an_administrator_signs_out_another(staff: Client) -> None:
    account = make_account()
    client, by_list = Client(), Client()
    sign_in(client)
    answer = staff.post(tool("sign_out", account), follow=True)

    assert "1 session ended." in answer.content.decode()
    assert not is_in(client)

    sign_in(by_list)
    chosen = {"action": "sign_out", "_selected_action": [account.pk]}
    staff.post(reverse("admin:auth_user_changelist"), chosen)
    assert not is_in(by_list)


def test_factors_that_were_lost_are_forgotten(staff: Client) -> None:
    account = make_account()
    give_app(account)

    staff.post(tool("forget_factors", account))

    assert not account.authenticator_set.exists()


def test_nobody_types_the_password_of_another(staff: Client) -> None:
    account = make_account()
    page = staff.get(reverse("admin:auth_user_change", args=[account.pk])).content.decode()

    assert staff.post(f"/staff/auth/user/{account.pk}/password/", {"password1": NEW, "password2": NEW}).status_code in (
        302,
        404,
    )
    assert 'type="password"' not in page
    assert "md5" not in page
    account.refresh_from_db()
    assert not account.check_password(NEW)


@pytest.mark.parametrize("name", ["invite", "sign_out", "forget_factors"])
def test_a_superuser_is_out_of_reach_for_others(name: str, curator: Any) -> None:
    keeper = make_account("keeper")
    keeper.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    other = make_account("other")
    client = Client()
    client.force_login(keeper)

    assert client.post(tool(name, curator)).status_code == 403
    assert client.post(tool(name, other)).status_code in (200, 302)
    client.post(reverse("admin:auth_user_change", args=[other.pk]), {"username": "other", "is_superuser": "on"})
    other.refresh_from_db()
    assert not other.is_superuser


@pytest.mark.parametrize("name", ["invite", "sign_out", "forget_factors"])
def test_tools_are_for_administrators_and_never_by_a_link_alone(name: str, staff: Client) -> None:
    account = make_account()
    client = Client()
    client.force_login(account)

    assert client.post(tool(name, account)).status_code == 403
    assert staff.get(tool(name, account)).status_code == 405
    assert staff.post(f"/staff/auth/user/%00/{name}/").status_code == 404
