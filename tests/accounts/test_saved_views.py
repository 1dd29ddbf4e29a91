"""Views of lists, kept by one person for themselves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpknow.accounts.actions.saved_views import MOST
from kpknow.accounts.models import SavedView
from tests.accounts.browsers import make_account
from tests.builders import make_event

pytestmark = pytest.mark.django_db
LIST = "admin:events_event_changelist"


def keep(
    client: Client, name: str = "Drafts", query: str = "status__exact=draft&p=2", records: str = "events.event"
) -> Any:
    return client.post(reverse("admin:keep_view"), {"records": records, "name": name, "query": query})


def test_a_view_is_a_link_above_its_list(staff: Client) -> None:
    make_event("A draft", status="draft")
    make_event("Public")

    kept = keep(staff)
    shown = staff.get(kept["Location"])
    whole = staff.get(reverse(LIST)).content.decode()

    assert kept["Location"] == f"{reverse(LIST)}?status__exact=draft"
    assert [str(event) for event in shown.context["cl"].queryset] == ["A draft"]
    assert '<a href="?status__exact=draft">Drafts</a>' in whole
    assert "Drafts" not in staff.get(reverse("admin:stories_story_changelist")).content.decode()


def test_it_is_offered_only_where_there_is_something_to_keep(staff: Client) -> None:
    plain = staff.get(reverse(LIST)).content.decode()
    filtered = staff.get(reverse(LIST), {"q": "circle"}).content.decode()
    keep(staff, query="q=circle")
    again = staff.get(reverse(LIST), {"q": "circle", "p": "1"}).content.decode()

    assert ["Keep this view" in html for html in (plain, filtered, again)] == [False, True, False]


def test_the_same_name_replaces(staff: Client) -> None:
    keep(staff)
    keep(staff, query="q=circle")

    assert list(SavedView.objects.values_list("name", "query")) == [("Drafts", "q=circle")]


def test_views_are_ones_own(staff: Client) -> None:
    keep(staff)
    other = make_account("other", is_superuser=True)
    client = Client()
    client.force_login(other)
    view = SavedView.objects.get()

    assert "Drafts" not in client.get(reverse(LIST)).content.decode()
    assert client.post(reverse("admin:forget_view", args=[view.pk])).status_code == 404
    assert staff.get(reverse("admin:forget_view", args=[view.pk])).status_code == 405
    assert staff.post(reverse("admin:forget_view", args=[view.pk]))["Location"] == reverse(LIST)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "q=x"), ("Name", ""), ("Name", "p=3"), ("a" * 61, "q=x"), ("Name", "q=" + "x" * 1001), ("\x00", "q=x")],
)
def test_what_cannot_be_kept_is_refused_in_words(name: str, query: str, staff: Client) -> None:
    answer = keep(staff, name, query)

    assert answer["Location"] == reverse(LIST)
    assert "Give the view a name" in staff.get(reverse(LIST)).content.decode()
    assert not SavedView.objects.exists()


def test_a_dozen_is_enough(staff: Client) -> None:
    for number in range(MOST + 1):
        keep(staff, f"View {number}")

    assert SavedView.objects.count() == MOST
    assert "Forget one first" in staff.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("records", ["", "nonsense", "auth.permission.x", "mfa.authenticator", "\x00.x", "a" * 5000])
def test_only_lists_that_may_be_opened_have_views(records: str, staff: Client) -> None:
    assert keep(staff, records=records).status_code == 404


def test_a_list_nobody_may_open_has_no_views() -> None:
    client = Client()
    client.force_login(make_account())

    assert keep(client).status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "q='\"><script>alert(1)</script>", "q=😀", "status__exact=\x00", "//evil"])
def test_hostile_views_stay_words(query: str, staff: Client) -> None:
    kept = keep(staff, "<b>\"'😀", query)

    assert kept["Location"].startswith(f"{reverse(LIST)}?")
    page = staff.get(reverse(LIST)).content.decode()
    assert "<b>" not in page.split("saved-views")[1].split("</ul>")[0]
    assert "<script>alert" not in page
