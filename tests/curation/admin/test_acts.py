"""The audit log: what is in it, and that nobody is named there who should not be."""

import csv
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_login_failed
from django.test import Client
from django.urls import reverse

from events.actions.consents import withdraw_consent
from kpknow.content.actions.publishing import publish, withdraw
from kpknow.content.models import Act, Status
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db

LIST = "admin:content_act_changelist"


def acts() -> list[tuple[str, int | None, str, str]]:
    return list(Act.objects.order_by("id").values_list("verb", "account", "about_kind", "about_key"))


def test_what_becomes_public_and_what_goes_is_noted(curator: Any) -> None:
    event, consent = make.make_event(status=Status.DRAFT), make.make_consent()

    publish(event, by=curator)
    withdraw(event, by=curator, reason="Marigold asked for it.")
    withdraw_consent(consent, by=curator)

    key = str(event.pk)
    assert acts()[-3:] == [
        ("published", curator.pk, "events.event", key),
        ("withdrew", curator.pk, "events.event", key),
        ("consent_withdrawn", curator.pk, "events.consent", str(consent.pk)),
    ]
    assert "Marigold" not in str(list(Act.objects.values()))


def test_signing_in_and_out_is_noted(curator: Any) -> None:
    client, key = Client(), str(curator.pk)

    client.force_login(curator)
    client.logout()

    assert acts()[-2:] == [("signed_in", curator.pk, "auth.user", key), ("signed_out", curator.pk, "auth.user", key)]


@pytest.mark.parametrize("name", ["nobody@example.org", "\x00", "a" * 9000, "\ud800", ""])
def test_a_name_nobody_has_is_not_noted(name: str, curator: Any) -> None:
    user_login_failed.send("test", credentials={"username": name, "password": "x"}, request=None)

    assert acts()[-1] == ("sign_in_failed", None, "", "")
    assert not name or name not in str(list(Act.objects.values()))


def test_a_wrong_pass_phrase_is_noted_at_its_account(curator: Any, rf: Any) -> None:
    authenticate(rf.post("/"), username="curator", password="x")

    assert acts()[-1] == ("sign_in_failed", None, "auth.user", str(curator.pk))


def test_rights_that_change_are_noted_with_who_changed_them(staff: Client, curator: Any) -> None:
    account = get_user_model()._default_manager.create_user(username="author", password="x")  # type: ignore[attr-defined]
    group = Group.objects.create(name="Editors")
    address = reverse("admin:auth_user_change", args=(account.pk,))
    before = Act.objects.count()

    staff.post(address, filled_form(staff, address) | {"is_staff": "on", "groups": [str(group.pk)]})
    group.permissions.add(Permission.objects.get(codename="view_event"))

    key = str(account.pk)
    assert acts()[before:] == [
        ("account_changed", curator.pk, "auth.user", key),
        ("account_changed", curator.pk, "auth.user", key),
        ("group_changed", None, "auth.group", str(group.pk)),
    ]


def test_the_log_is_taken_away_as_a_file_and_that_is_noted(staff: Client, curator: Any) -> None:
    chosen = [str(key) for key in Act.objects.values_list("pk", flat=True)]

    file = staff.post(reverse(LIST), {"action": "export_selected", "_selected_action": chosen})

    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["at", "verb", "account", "about_kind", "about_key", "note", "place", "seal"]
    assert [row[1] for row in rows[1:]] == list(Act.objects.filter(pk__in=chosen).values_list("verb", flat=True))
    assert acts()[-1] == ("exported", curator.pk, "", "")


def test_the_logs_are_for_those_who_may_view_them(staff: Client) -> None:
    account = get_user_model()._default_manager.create_user(username="author", password="x", is_staff=True)  # type: ignore[attr-defined]
    client = Client()
    client.force_login(account)

    for name in (LIST, "admin:content_change_changelist"):
        assert client.get(reverse(name)).status_code == 403
        assert staff.get(reverse(name)).status_code == 200


def test_a_change_in_the_list_shows_no_text(staff: Client) -> None:
    source = make.make_source(title="Marigold")
    page = staff.get(reverse("admin:content_change_changelist")).content.decode()

    assert "Marigold" not in page
    assert f"content.source {source.pk}" in page
    assert LogEntry.objects.count() == 0
