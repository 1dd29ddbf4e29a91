"""Keyboard shortcuts, which one person can do without."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.browsers import make_account, sign_in

pytestmark = pytest.mark.django_db


def switch(client: Client, to: str, **asked: Any) -> Any:
    return client.post(reverse("admin:switch_shortcuts"), {"shortcuts": to}, **asked)


def has_shortcuts(client: Client) -> bool:
    return "shortcuts.js" in client.get(reverse("admin:index")).content.decode()


def test_they_are_switched_off_and_stay_so_until_switched_on() -> None:
    make_account()
    client, later = Client(), Client()
    sign_in(client)
    assert has_shortcuts(client)

    switch(client, "off")
    sign_in(later)
    assert (has_shortcuts(client), has_shortcuts(later)) == (False, False)

    switch(client, "on")
    assert has_shortcuts(client)


def test_others_keep_theirs() -> None:
    make_account()
    make_account("other")
    client, other = Client(), Client()
    sign_in(client)
    sign_in(other, "other")

    switch(client, "off")

    assert has_shortcuts(other)


@pytest.mark.parametrize(
    ("asked_at", "leads_to"),
    [
        ("http://testserver/staff/events/event/?q=x", "http://testserver/staff/events/event/?q=x"),
        ("http://elsewhere.example/", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
        ("", "/staff/"),
    ],
)
def test_it_leads_back_and_nowhere_else(asked_at: str, leads_to: str, staff: Client) -> None:
    assert switch(staff, "off", HTTP_REFERER=asked_at)["Location"] == leads_to


def test_a_link_alone_switches_nothing(staff: Client) -> None:
    assert staff.get(reverse("admin:switch_shortcuts")).status_code == 405
