"""The History button, as curators meet it."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from kpknow.content.models import Change
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def history(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=(record.pk,))


def version(record: Any, change: Change) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_version"
    return reverse(name, args=(record.pk, change.pk))


def edit(staff: Client, event: Event, **values: str) -> None:
    address = reverse("admin:events_event_change", args=(event.pk,))
    assert staff.post(address, filled_form(staff, address) | values).status_code == 302


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_history_says_who_changed_what(staff: Client) -> None:
    event = make.make_event(title="The circle")
    edit(staff, event, title="The square", summary="Now with corners.")

    versions = staff.get(history(event)).context["versions"]

    assert [(one.by, one.verb, one.fields) for one in versions] == [
        ("curator", "changed", ["Title", "Summary"]),
        ("", "added", []),
    ]


def test_a_version_shows_words_that_came_and_went(staff: Client) -> None:
    event = make.make_event(title="The <b>old</b> circle")
    edit(staff, event, title="The <b>new</b> circle")

    html = staff.get(version(event, Change.objects.of(event)[0])).content.decode()

    assert "The &lt;b&gt;<del>old</del><ins>new</ins>&lt;/b&gt; circle" in html


def test_rows_and_relations_are_named(staff: Client) -> None:
    event = make.make_event()
    organisation = make.make_organisation("The host")
    make.make_participation(event, organisation)

    page = staff.get(version(event, Change.objects.of(event)[0]))

    (row,) = [row for row in page.context["rows"] if row.name]
    assert (row.name, row.verb) == ("Participations", "added")
    assert "<ins>The host</ins>" in [str(field.words) for field in row.fields]


def test_a_version_is_restored_by_one_click(staff: Client) -> None:
    event = make.make_event(title="The circle")
    edit(staff, event, title="The square")
    first = Change.objects.of(event).filter(verb="added", kind="events.event").get()
    page = staff.get(version(event, first))
    assert "Restore this version" in page.content.decode()

    response = staff.post(version(event, first))

    assert response.status_code == 302
    assert Event.objects.get(pk=event.pk).title == "The circle"
    assert staff.get(history(event)).context["versions"][0].last.route == "restore"


def test_restoring_needs_the_right_to_change(staff: Client) -> None:
    event = make.make_event(title="The circle")
    edit(staff, event, title="The square")
    first = Change.objects.of(event).order_by("id")[0]
    account = get_user_model()._default_manager.create_user(username="reader", password="x", is_staff=True)  # type: ignore[attr-defined]
    reader = Client()
    reader.force_login(account)
    assert reader.get(history(event)).status_code in (302, 403)

    account.user_permissions.add(Permission.objects.get(codename="view_event"))

    page = reader.get(version(event, first))
    assert page.status_code == 200
    assert "Restore this version" not in page.content.decode()
    assert reader.post(version(event, first)).status_code == 403
    assert Event.objects.get(pk=event.pk).title == "The square"


def test_a_version_of_another_record_is_not_found(staff: Client) -> None:
    event, other = make.make_event(), make.make_event()

    for change in (Change.objects.of(other)[0].pk, 0, 2**63, 10**30):
        address = version(event, Change(pk=change))
        assert staff.get(address).status_code == 404
        assert staff.post(address).status_code == 404


def test_a_block_leads_to_the_history_of_its_story(staff: Client) -> None:
    story = make.make_story()

    assert staff.get(history(make.first_block(story))).headers["Location"] == history(story)


def test_a_long_history_has_pages(staff: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("kpknow.content.admin.history.AT_ONCE", 2)
    event = make.make_event()
    for number in range(4):
        Event.objects.filter(pk=event.pk).update(title=f"Title {number}", slug=f"slug-{number}")

    shown = []
    address = history(event)
    while address:
        page = staff.get(address)
        shown += [change.pk for one in page.context["versions"] for change in one.changes]
        older = page.context["older"]
        address = f"{history(event)}?before={older}" if older else ""

    assert sorted(shown) == sorted(Change.objects.of(event).values_list("pk", flat=True))
    for hostile in ("x", "\x00", "9" * 40, "-1", "٣"):
        assert staff.get(history(event), {"before": hostile}).status_code == 200


def test_the_history_costs_the_same_for_one_version_and_for_three(staff: Client) -> None:
    event = make.make_event()
    staff.get(history(event))

    counts = []
    for number in range(3):
        edit(staff, event, title=f"Title {number}")
        with CaptureQueriesContext(connection) as queries:
            staff.get(history(event))
        counts.append(len(queries))

    assert len(set(counts)) == 1
