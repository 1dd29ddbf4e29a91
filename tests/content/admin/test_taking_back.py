"""The page that takes back everything of one account."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from events.models import Event
from kpknow.content.history.recording import recording
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def vandal(db: None) -> Any:
    return get_user_model()._default_manager.create_user(username="vandal", password="x")  # type: ignore[attr-defined]


def page(account: Any) -> str:
    return reverse("admin:auth_user_take_back", args=(account.pk,))


def test_it_shows_what_would_go_and_then_takes_it_back(staff: Client, vandal: Any) -> None:
    event = make.make_event(title="The circle")
    with recording(by=vandal, route="page"):
        Event.objects.filter(pk=event.pk).update(title="Lies")

    shown = staff.get(page(vandal), {"since": "2020-01-01T00:00:00"})
    assert [(len(records), count) for _words, records, count in shown.context["kinds"]] == [(1, 1)]
    assert Event.objects.get(pk=event.pk).title == "Lies"
    response = staff.post(page(vandal), {"since": shown.context["since"]})

    assert response.status_code == 302
    assert Event.objects.get(pk=event.pk).title == "The circle"
    assert staff.get(page(vandal), {"since": "2020-01-01T00:00:00"}).context["kinds"] == []


@pytest.mark.parametrize("since", ["", "x", "\x00", "2999-01-01T00:00:00", "9" * 40, "0001-01-01T00:00:00"])
def test_a_moment_that_cannot_be_read_takes_nothing_back(since: str, staff: Client, vandal: Any) -> None:
    assert staff.get(page(vandal), {"since": since}).status_code == 200
    assert staff.post(page(vandal), {"since": since}).status_code in (200, 302)


def test_only_those_who_may_take_back(vandal: Any, curator: Any) -> None:
    account = get_user_model()._default_manager.create_user(username="author", password="x", is_staff=True)  # type: ignore[attr-defined]
    account.user_permissions.add(*Permission.objects.filter(codename__in=("view_user", "change_user")))
    client = Client()
    client.force_login(account)
    assert (client.get(page(vandal)).status_code, client.post(page(vandal)).status_code) == (403, 403)

    account.user_permissions.add(Permission.objects.get(codename="take_back"))

    assert client.get(page(vandal)).status_code == 200
    assert client.get(reverse("admin:auth_user_take_back", args=(99999,))).status_code == 404
