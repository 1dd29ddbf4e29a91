"""A page is kept while it is true, in every process, and only if it is the same for everybody."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from events.models import Consent
from kpknow.content.page_cache import MOST_BYTES
from stories.models import Story
from tests import builders as make
from tests.content.reader import Reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader() -> Reader:
    return Reader()


def told(title: str = "The circle", **fields: Any) -> Story:
    return make.make_story(title, codes=(), **fields)


def test_a_page_read_before_is_answered_alike_without_django(reader: Reader) -> None:
    told()

    first, second = reader.get("/stories/"), reader.get("/stories/")

    assert (first == second, reader.asked) == (True, 1)
    assert "The circle" in second[2]
    assert second[1]["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        ("/stories/none-such/", {}),
        ("/healthz", {}),
        ("/stories/", {"HTTP_COOKIE": "s=1"}),
        ("/stories/", {"HTTP_AUTHORIZATION": "Basic x"}),
        ("/stories/", {"REQUEST_METHOD": "POST"}),
        ("/stories/", {"REQUEST_METHOD": "HEAD"}),
        ("/stories/?page=1", {}),
        ("/staff/login/", {}),
    ],
)
def test_what_is_somebodys_own_or_no_page_is_not_kept(path: str, environ: dict[str, str], reader: Reader) -> None:
    told()

    assert reader.was_kept(path, **environ) is False


def test_a_draft_shown_to_staff_is_shown_to_nobody_else(reader: Reader) -> None:
    draft = told("Not yet", status="draft")
    curator = get_user_model().objects.create_superuser("curator", password="a long pass phrase")
    staff = Client()
    staff.force_login(curator)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in staff.cookies.items())

    seen = reader.get(draft.get_absolute_url(), HTTP_COOKIE=cookie)
    unseen = reader.get(draft.get_absolute_url())

    assert (seen[0], "Not yet" in seen[2]) == (200, True)
    assert (unseen[0], "Not yet" in unseen[2]) == (404, False)


def test_an_edit_shows_at_the_next_request(reader: Reader) -> None:
    story = told()
    reader.get("/stories/")

    Story.objects.filter(pk=story.pk).update(title="The clinic")

    page = reader.get("/stories/")[2]
    assert ("The clinic" in page, "The circle" in page) == (True, False)


def test_an_edit_by_another_process_shows_at_the_next_request(reader: Reader) -> None:
    story = told()
    reader.get("/stories/")
    other = connection.copy()

    with other.cursor() as cursor:
        cursor.execute("UPDATE stories_story SET title = 'The clinic' WHERE id = %s", [story.pk])
    other.close()

    assert "The clinic" in reader.get("/stories/")[2]


def test_a_consent_withdrawn_is_gone_at_the_next_request(reader: Reader) -> None:
    story = told()
    before = reader.get(story.get_absolute_url())

    Consent.objects.update(withdrawn_at=timezone.now())

    after = reader.get(story.get_absolute_url())
    assert (before[0], after[0], "The circle" in after[2]) == (200, 410, False)
    assert "The circle" not in reader.get("/stories/")[2]


def test_a_consent_that_lapses_is_gone_without_an_edit(reader: Reader) -> None:
    story = told(consent=make.make_consent(expires_on="2027-03-01"))
    with time_machine.travel("2027-03-01T23:59:59Z", tick=False):
        before = reader.get(story.get_absolute_url())[0]
    with time_machine.travel("2027-03-02T00:00:00Z", tick=False):
        after = reader.get(story.get_absolute_url())[0]

    assert (before, after) == (200, 410)


def test_what_never_was_committed_is_never_kept(reader: Reader) -> None:
    story = told()
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(title="Never")
        reader.get("/stories/")
        transaction.set_rollback(True)

    assert "Never" not in reader.get("/stories/")[2]


def test_pages_travel_as_each_browser_asked(reader: Reader) -> None:
    told()

    ways = [reader.get("/stories/", HTTP_ACCEPT_ENCODING=way)[1].get("Content-Encoding") for way in ("br", "gzip", "")]
    again = [reader.get("/stories/", HTTP_ACCEPT_ENCODING=way)[1].get("Content-Encoding") for way in ("br", "gzip", "")]

    assert (ways, again, reader.asked) == (["br", "gzip", None], ["br", "gzip", None], 3)


def test_hosts_do_not_share_pages(reader: Reader) -> None:
    told()
    reader.get("/stories/", HTTP_HOST="localhost")

    assert "http://localhost" not in reader.get("/stories/")[2]


def test_it_holds_no_more_than_its_bound(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpknow.content.page_cache.MOST_BYTES", 30_000)
    told()

    for page in range(2, 9):
        reader.get(f"/about/?{page}")

    assert (
        0 < sum(len(kept.body) for kept in reader.cache._pages.values()) == reader.cache._bytes <= 30_000 < MOST_BYTES
    )
