"""Readers' comments: a page of their own, held until read, nothing kept of who wrote."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from events.models import Consent
from stories.models import Comment
from tests import builders as make

pytestmark = pytest.mark.django_db


def open_story(**fields: Any) -> Any:
    return make.make_story("The circle", takes_comments=True, **fields)


def address(story: Any) -> str:
    return f"{story.get_absolute_url()}comment/"


def send(story: Any, client: Client | None = None, seconds: int = 5, **fields: Any) -> Any:
    """Read the page for some seconds, then send it."""
    client = client or Client(enforce_csrf_checks=True)
    with time_machine.travel("2026-11-21 12:00", tick=False) as clock:
        html = client.get(address(story)).content.decode()
        opened = re.findall(r'name="opened" value="([^"]+)"', html)[0]
        clock.shift(seconds)
        return client.post(address(story), {"opened": opened, "text": "Thank you all.", "name": ""} | fields)


def test_a_comment_waits_for_a_moderator_and_keeps_words_and_name_alone() -> None:
    story = open_story()

    response = send(story, name="Bird")

    kept = Comment.objects.get()
    assert (kept.story, kept.name, kept.text, kept.moderation) == (story, "Bird", "Thank you all.", "pending")
    assert "Thank you, we have it" in response.content.decode()
    assert not response.cookies
    assert "Thank you all." not in Client().get(story.get_absolute_url()).content.decode()
    columns = {field.name for field in Comment._meta.fields}
    assert columns == {"id", "story", "name", "text", "moderation", "written_on", "received_at"}


def test_the_story_leads_to_the_form_and_holds_none() -> None:
    story, closed = open_story(), make.make_story()

    html = Client().get(story.get_absolute_url()).content.decode()

    assert address(story) in html
    assert "<form" not in html
    assert address(closed) not in Client().get(closed.get_absolute_url()).content.decode()


def test_off_by_default_and_never_in_a_quiet_country() -> None:
    quiet = make.country("UG")
    quiet.is_quiet = True
    quiet.save()
    refused = [make.make_story(), open_story(codes=("KE", "UG")), open_story(status="draft")]

    assert [Client().get(address(story)).status_code for story in refused] == [404] * 3
    assert [Client().post(address(story), {"text": "Hello"}).status_code for story in refused] == [404] * 3
    assert address(refused[1]) not in Client().get(refused[1].get_absolute_url()).content.decode()


def test_a_withdrawn_story_takes_none_and_an_old_address_leads_on() -> None:
    story = open_story()
    before = address(story)
    story.slug = "another-name"
    story.save()

    moved = Client().get(before)
    Consent.objects.update(for_web=False)

    assert (moved.status_code, moved["Location"]) == (301, address(story))
    assert Client().get(address(story)).status_code == 410


@pytest.mark.parametrize(
    "words",
    [
        "See https://elsewhere.example now",
        "www.elsewhere.example",
        "buy at cheap-pills.com today",
        '<a href="x">x</a>',
        "[url=x]x[/url]",
        "mailto:zeb",
        "t.me/zeb",
    ],
)
def test_links_are_refused_in_words_and_name(words: str) -> None:
    story = open_story()

    assert "Links and web addresses are not taken" in send(story, text=words).content.decode()
    assert "Links and web addresses are not taken" in send(story, name=words[:60]).content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("words", ["Dr. Amina et al. said so", "e.g. this", "спасибо. Да"])
def test_ordinary_full_stops_are_no_links(words: str) -> None:
    assert "we have it" in send(open_story(), text=words).content.decode()


def test_trap_token_haste_and_origin() -> None:
    story = open_story()

    said = [
        send(story, homepage="x"),
        send(story, opened="x"),
        send(story, seconds=0),
    ]

    assert [bool(re.search("do not see|open for long|very quick", one.content.decode())) for one in said] == [True] * 3
    assert Client().post(address(story), {"text": "Hi"}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Comment.objects.exists()


def test_too_many_are_answered_429() -> None:
    story, client = open_story(), Client()

    assert [send(story, client).status_code for _ in range(6)] == [200] * 5 + [429]
    assert send(story, Client(REMOTE_ADDR="192.0.2.5")).status_code == 200


@pytest.mark.parametrize("words", ["", "\x00", "x" * 4001, " "])
def test_what_cannot_be_kept_is_said_beside_the_field(words: str) -> None:
    response = send(open_story(), text=words)

    assert (response.status_code, 'aria-invalid="true"' in response.content.decode()) == (200, True)
    assert not Comment.objects.exists()
