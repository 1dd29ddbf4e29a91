import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from events.models import Consent
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_the_player_page_lets_in_its_player_and_nothing_else(client: Client) -> None:
    story = make.make_story()
    make.make_media(story, address="https://youtu.be/abcdefghijk")

    response = client.get(f"/stories/{story.slug}/play/")
    page = response.content.decode()
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))

    assert re.findall(r'<iframe[^>]* src="([^"]+)"', page) == ["https://www.youtube-nocookie.com/embed/abcdefghijk"]
    assert policy["frame-src"] == "https://www.youtube-nocookie.com"
    assert policy["default-src"] == "'none'"
    assert '<meta name="robots" content="noindex">' in page
    assert "www.youtube-nocookie.com. That site can see your network address" in page


def test_every_other_page_of_the_story_lets_nothing_in(client: Client) -> None:
    story = make.make_story()
    make.make_media(story)

    response = client.get(story.get_absolute_url())

    assert "frame-src" not in response["Content-Security-Policy"]
    assert b"<iframe" not in response.content


def test_there_is_nothing_to_play_without_a_player_that_may_be_shown(client: Client) -> None:
    no_address, no_media, hidden = make.make_story(), make.make_story(), make.make_story()
    make.make_media(no_address, address="")
    silent = make.make_contribution(hidden, make.make_consent(covers_video=False))
    make.make_media(hidden, silent)

    for story in (no_address, no_media, hidden):
        assert client.get(f"/stories/{story.slug}/play/").status_code == 404


def test_the_player_of_a_withdrawn_story_is_gone_and_an_old_address_leads_on(client: Client) -> None:
    gone, moved = make.make_story(status="withdrawn"), make.make_story(slug="old")
    moved = Story.objects.get(pk=moved.pk)
    moved.slug = "new"
    moved.save()

    assert client.get(f"/stories/{gone.slug}/play/").status_code == 410
    assert client.get("/stories/old/play/")["Location"] == "/stories/new/play/"


def test_a_picture_is_served_as_what_it_is_and_kept_nowhere(client: Client) -> None:
    picture = make.make_picture(make.make_story())

    response = client.get(picture.get_absolute_url())

    assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Nairobi" not in picture.get_absolute_url()


def test_the_page_shows_a_picture_with_its_words_and_its_size(client: Client) -> None:
    story = make.make_story()
    picture = make.make_picture(story)

    page = client.get(story.get_absolute_url()).content.decode()

    small = picture.get_absolute_url().replace(".webp", "-480")
    assert f'<img src="{small}.jpg" alt="A yard" width="8" height="6" loading="lazy">' in page
    assert f'<source type="image/avif" srcset="{small}.avif 8w" sizes=' in page


def test_sizes_are_served_as_what_they_are_and_hidden_with_their_picture(client: Client) -> None:
    story = make.make_story()
    consent = make.make_consent()
    picture = make.make_picture(story, make.make_contribution(story, consent))
    stem = picture.get_absolute_url().removesuffix(".webp")
    sizes = [f"{stem}-480.jpg", f"{stem}-480.avif", f"{stem}-960.webp"]

    answers = [client.get(size) for size in sizes]
    assert [answer["Content-Type"] for answer in answers] == ["image/jpeg", "image/avif", "image/webp"]
    assert all(b"".join(answer.streaming_content) for answer in answers)
    picture.image.storage.delete(str(picture.image.name).replace(".webp", "-480.jpg"))
    whole = client.get(sizes[0])
    assert b"".join(whole.streaming_content)[8:12] == b"WEBP"
    assert whole["Content-Type"] == "image/webp"
    Consent.objects.filter(pk=consent.pk).update(expires_on=date.fromisoformat("2020-01-01"))
    assert [client.get(size).status_code for size in sizes] == [404, 404, 404]


@pytest.mark.parametrize("missing", ["photo", "web", "story"])
def test_a_picture_is_gone_without_consent(missing: str, client: Client) -> None:
    consent = make.make_consent(covers_photo=missing != "photo", for_web=missing != "web")
    story = make.make_story(status="draft" if missing == "story" else "published")
    picture = make.make_picture(story, make.make_contribution(story, consent))

    assert client.get(picture.get_absolute_url()).status_code == 404


def test_a_picture_is_gone_with_the_consent_of_one_person_in_it(client: Client) -> None:
    story, consents = make.make_story(), [make.make_consent(), make.make_consent()]
    picture = make.make_picture(story, *(make.make_contribution(story, consent) for consent in consents))

    response = client.get(picture.get_absolute_url())
    assert b"".join(response.streaming_content)
    Consent.objects.filter(pk=consents[0].pk).update(expires_on=date.fromisoformat("2020-01-01"))

    assert (response.status_code, client.get(picture.get_absolute_url()).status_code) == (200, 404)


def test_a_picture_whose_file_is_lost_is_not_found(client: Client) -> None:
    picture = make.make_picture(make.make_story())
    picture.image.storage.delete(picture.image.name)

    assert client.get(picture.get_absolute_url()).status_code == 404


TRICKS = ["%00", "a%00b.webp", "..%2f..%2fsecret-key", "../secret-key", "a.svg", "pictures%2fx.webp", "x" * 300, "é"]


@pytest.mark.parametrize("name", TRICKS)
def test_a_tricked_name_reaches_no_file(name: str, client: Client, settings: Any) -> None:
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "secret-key").write_text("secret")

    assert client.get(f"/pictures/{name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "patch"])
def test_pictures_and_players_are_only_read(method: str, client: Client) -> None:
    story = make.make_story()
    make.make_media(story)

    for address in (make.make_picture(story).get_absolute_url(), f"/stories/{story.slug}/play/"):
        assert getattr(client, method)(address).status_code == 405
