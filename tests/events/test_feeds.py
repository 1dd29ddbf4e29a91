import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.models import Event
from kpknow.content.actions.publishing import withdraw
from tests import builders as make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/feeds/events.atom"
QUERIES = 1
"""The newest thirty with country and parent."""


def entries(client: Client | None = None) -> list[Any]:
    feed = ElementTree.fromstring((client or Client()).get(FEED).content)  # noqa: S314  our own answer
    return list(feed.iter(f"{ATOM}entry"))


def titles(client: Client | None = None) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(client)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_takes_one_query_for_one_event_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    event = make.make_event()
    for _ in range(rows - 1):
        make.make_event(parent=event, kind="site_visit")

    with django_assert_num_queries(QUERIES):
        found = titles(client)

    assert len(found) == rows


def test_the_feed_has_the_newest_thirty_first() -> None:
    for number in range(31):
        make.make_event(f"Event {number:02}", published_at=f"2026-01-{1 + number:02}T10:00Z")

    assert titles() == [f"Event {number:02}" for number in range(30, 0, -1)]


def test_an_entry_tells_when_and_where_and_leads_to_its_page(client: Client) -> None:
    event = make.make_event(
        "Institute", slug="institute", code="KG", starts="XXXX-03", tagline="Three days.", kind="learning_institute"
    )
    make.make_event("Visit", slug="visit", parent=event, kind="site_visit", published_at="2025-01-01T10:00Z")

    whole, visit = entries(client)

    assert whole.findtext(f"{ATOM}summary") == ("Learning institute, March, year not recorded, Kyrgyzstan. Three days.")
    assert whole.find(f"{ATOM}link").get("href") == "http://testserver/events/institute/"
    assert visit.find(f"{ATOM}link").get("href") == "http://testserver/events/institute/#v-visit"


def test_addresses_are_those_of_the_host_it_was_asked_by() -> None:
    make.make_event()

    feed = Client().get(FEED, headers={"Host": "127.0.0.1"}).content.decode()

    assert set(re.findall(r'(?:href="|<id>)(https?://[^/]+)/', feed)) == {"http://127.0.0.1"}


def test_the_feed_is_an_atom_feed_no_browser_keeps(client: Client) -> None:
    response = client.get(FEED)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["ETag"]


def test_the_feed_has_only_what_the_public_may_see(staff: Client) -> None:
    make.make_event("Public")
    make.make_event("Draft", status="draft")
    make.make_event("Withdrawn", status="withdrawn")
    secret = make.make_organisation(shield="hidden", shield_reason="Raided.")
    make.make_participation(make.make_event("Hosted in secret"), secret, role="host")

    assert titles() == ["Public"]
    assert titles(staff) == ["Public"]


def test_the_feed_names_nobody_and_no_hour() -> None:
    event = make.make_event(published_at="2026-01-05T13:37:11Z")
    make.make_session_contribution(make.make_session(event), make.make_consent(make.make_contributor("Zebulonia")))
    make.make_participation(event, make.make_organisation("Our group"))

    feed = Client().get(FEED).content.decode()

    assert "Zebulonia" not in feed
    assert "Our group" not in feed
    assert "<author>" not in feed
    assert "<published>2026-01-05T00:00:00+00:00</published>" in feed
    assert set(re.findall(r"T(\d\d:\d\d:\d\d)", feed)) == {"00:00:00"}


def test_the_feed_answers_304_until_something_is_withdrawn(client: Client) -> None:
    make.make_event("First")
    second = make.make_event("Second")
    etag = client.get(FEED)["ETag"]

    same = client.get(FEED, headers={"If-None-Match": etag})
    withdraw(second, by=AnonymousUser(), reason="Asked.")
    after = client.get(FEED, headers={"If-None-Match": etag})

    assert (same.status_code, after.status_code) == (304, 200)
    assert b"Second" not in after.content


def test_a_sign_xml_cannot_hold_does_not_break_the_feed() -> None:
    Event.objects.filter(pk=make.make_event().pk).update(title="A\x0bB ￾", tagline="C\x1fD <i>&amp;")

    assert titles() == ["AB "]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_the_feed_is_only_read(method: str, client: Client) -> None:
    assert getattr(client, method)(FEED).status_code == 405
