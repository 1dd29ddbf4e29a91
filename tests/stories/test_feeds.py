import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from stories.models import Story, Theme
from tests import builders as make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = 1
"""The newest thirty; an entry needs nothing but its own row."""


def titles(client: Client, address: str) -> list[str | None]:
    feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314  our own answer
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/feeds/stories.atom", "/feeds/themes.atom"])
def test_a_feed_takes_one_query_for_one_entry_and_for_three(
    rows: int, address: str, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make.make_story()
        make.make_theme()

    with django_assert_num_queries(QUERIES):
        found = titles(client, address)

    assert len(found) == rows


def test_a_feed_has_the_newest_thirty(client: Client) -> None:
    for number in range(31):
        make.make_story(f"Story {number:02}", published_at=f"2026-01-{1 + number % 28:02}T10:00Z")

    assert len(titles(client, "/feeds/stories.atom")) == 30


def test_a_feed_has_only_what_may_leave_the_site(client: Client) -> None:
    make.make_story("May leave")
    make.make_story("Web only", consent=make.make_consent(for_exports=False))
    make.make_story("Ended", consent=make.make_consent(expires_on=date.fromisoformat("2020-01-01")))
    make.make_story("Draft", status="draft")

    assert titles(client, "/feeds/stories.atom") == ["May leave"]


def test_a_feed_has_no_drafts_for_staff_either(staff: Client) -> None:
    make.make_story("Draft", status="draft")
    make.make_theme("Draft theme", status="draft")

    assert titles(staff, "/feeds/stories.atom") == []
    assert titles(staff, "/feeds/themes.atom") == []


def test_a_feed_names_nobody_and_no_hour(client: Client) -> None:
    consent = make.make_consent(make.make_contributor("Zebulonia"))
    make.make_story("A film", body="[Zeb] Her words.", speakers={"Zeb": consent}, published_at="2026-01-05T13:37:11Z")

    feed = client.get("/feeds/stories.atom").content.decode()

    assert "Zebulonia" not in feed
    assert "Her words" not in feed
    assert "<published>2026-01-05T00:00:00+00:00</published>" in feed
    assert set(re.findall(r"T(\d\d:\d\d:\d\d)", feed)) == {"00:00:00"}


def test_a_feed_answers_304_until_something_is_withdrawn(client: Client) -> None:
    consent = make.make_consent()
    make.make_story("First")
    make.make_story("Second", consent=consent)
    etag = client.get("/feeds/stories.atom")["ETag"]

    same = client.get("/feeds/stories.atom", headers={"If-None-Match": etag})
    withdraw_consent(consent, by=AnonymousUser())
    after = client.get("/feeds/stories.atom", headers={"If-None-Match": etag})

    assert (same.status_code, after.status_code) == (304, 200)
    assert b"Second" not in after.content


def test_a_sign_xml_cannot_hold_does_not_break_the_feed_for_everybody(client: Client) -> None:
    Story.objects.filter(pk=make.make_story().pk).update(title="A\x0bB \ufffe", standfirst="C\x1fD <i>&amp;")
    Theme.objects.filter(pk=make.make_theme().pk).update(name="E\x08F")

    assert titles(client, "/feeds/stories.atom") == ["AB "]
    assert titles(client, "/feeds/themes.atom") == ["EF"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_feed_is_only_read(method: str, client: Client) -> None:
    assert getattr(client, method)("/feeds/stories.atom").status_code == 405
