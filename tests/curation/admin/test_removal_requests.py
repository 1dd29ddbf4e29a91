"""The queue of requests: hide first, answer, and forget how to reach whoever asked."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kpknow.content.models.former_address import FormerAddress
from kpknow.curation.actions.removal_requests import receive_request
from kpknow.curation.models import RemovalRequest
from kpknow.curation.records_by_address import record_at
from tests import builders as make

pytestmark = pytest.mark.django_db


def address(page: str, asked: RemovalRequest) -> str:
    return reverse(f"admin:curation_removalrequest_{page}", args=(asked.pk,))


def asked_about(page: str, **fields: Any) -> RemovalRequest:
    receive_request(page=page, words="A name is too near.", **fields)
    return RemovalRequest.objects.latest("pk")


def test_the_page_is_hidden_with_one_click(staff: Client) -> None:
    story = make.make_story()
    asked = asked_about(story.get_absolute_url())

    tools = [str(tool.label) for tool in staff.get(address("change", asked)).context["staff_tools"]]
    staff.post(address("hide", asked))
    twice = staff.post(address("hide", asked), follow=True)

    asked.refresh_from_db()
    assert tools == ["Hide this page now", "Answer"]
    assert Client().get(story.get_absolute_url()).status_code == 410
    assert asked.state == "looked_at"
    assert "hidden already" in twice.content.decode()
    assert staff.get(address("hide", asked)).status_code == 405


def test_an_answer_is_told_and_the_contact_erased(staff: Client, curator: Any, settings: Any) -> None:
    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]
    asked = asked_about("", contact="zeb@example.org")

    read = staff.get(address("change", asked)).content.decode()
    staff.post(address("answer", asked), {"state": "looked_at", "reason": "We are asking."})
    kept = RemovalRequest.objects.get().contact
    staff.post(address("answer", asked), {"state": "done", "reason": "It is out."})
    again = staff.post(address("answer", asked), {"state": "declined", "reason": "No."}, follow=True)

    asked.refresh_from_db()
    assert "zeb@example.org" in read
    assert kept
    assert (asked.state, asked.answer, asked.contact, asked.answered_by) == ("done", "It is out.", "", curator)
    assert "answered it meanwhile" in again.content.decode()


def test_a_contact_under_a_lost_key_is_said_to_be_lost(staff: Client, settings: Any) -> None:
    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]
    asked = asked_about("", contact="zeb@example.org")
    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]

    assert "no longer has" in staff.get(address("change", asked)).content.decode()


def test_the_database_keeps_no_contact_of_the_answered() -> None:
    asked = asked_about("")

    with pytest.raises(IntegrityError), transaction.atomic():
        RemovalRequest.objects.filter(pk=asked.pk).update(state="done", answer="Out.", contact="zeb")


def test_records_are_found_at_their_addresses_and_nothing_else_is() -> None:
    story, event = make.make_story(), make.make_event()
    FormerAddress.objects.create(kind="stories.story", slug="old-name", current_slug=story.slug)

    assert record_at(story.get_absolute_url()) == story
    assert record_at(f"https://site.example{event.get_absolute_url()}?x=1") == event
    assert record_at("/stories/old-name/") == story
    for nothing in ("", "/", "/stories/", "/stories/nothing/", "The circle", "/staff/", "http://[", "/\x00/"):
        assert record_at(nothing) is None


def test_the_queue_opens_on_what_nobody_answered(staff: Client) -> None:
    done, waiting = asked_about("/done/"), asked_about("/waiting/")
    RemovalRequest.objects.filter(pk=done.pk).update(state="done", answer="Out.")
    page = reverse("admin:curation_removalrequest_changelist")

    found = [list(staff.get(page, asked).context["cl"].result_list) for asked in ({}, {"state": "all"})]

    assert found == [[waiting], [waiting, done]]


def test_only_those_who_may_change_the_page_hide_it(client: Client) -> None:
    account = get_user_model()._default_manager.create_user("reader", password="a long pass phrase", is_staff=True)  # type: ignore[attr-defined]
    account.user_permissions.add(*Permission.objects.filter(codename__endswith="_removalrequest"))
    client.force_login(account)
    story = make.make_story()
    asked = asked_about(story.get_absolute_url())

    assert client.post(address("hide", asked)).status_code == 403
    assert Client().get(story.get_absolute_url()).status_code == 200
