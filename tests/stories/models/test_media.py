from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from stories.models import Media
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()
PARTS = {"video": "covers_video", "audio": "covers_voice"}


@pytest.mark.parametrize(("kind", "part"), PARTS.items())
def test_a_recording_is_seen_while_everybody_in_it_agrees_to_just_that(kind: str, part: str) -> None:
    story = make.make_story()
    agreed = make.make_contribution(story)
    only_that = make.make_contribution(story, make.make_consent(**{other: other == part for other in PARTS.values()}))
    refused = make.make_contribution(story, make.make_consent(**{part: False}))
    shown = make.make_media(story, agreed, only_that, kind=kind)
    make.make_media(story, agreed, refused, kind=kind)

    assert list(Media.objects.visible_to(ANYONE)) == [shown]


def test_a_recording_nobody_is_recorded_in_needs_the_word_that_nobody_can_be_known() -> None:
    shown = make.make_media(make.make_story(), nobody_recognisable=True)
    make.make_media(make.make_story(), nobody_recognisable=False)

    assert list(Media.objects.visible_to(ANYONE)) == [shown]


def test_a_recording_is_seen_through_the_last_day_of_every_consent() -> None:
    story = make.make_story()
    consent = make.make_consent(expires_on=date.fromisoformat("2026-03-01"))
    media = make.make_media(story, make.make_contribution(story, consent), make.make_contribution(story))

    assert list(Media.objects.visible_to(ANYONE, on=date.fromisoformat("2026-03-01"))) == [media]
    assert list(Media.objects.visible_to(ANYONE, on=date.fromisoformat("2026-03-02"))) == []


def test_no_media_of_a_story_that_may_not_be_seen() -> None:
    make.make_media(make.make_story(status="in_review"))

    assert list(Media.objects.visible_to(ANYONE)) == []


def test_an_address_without_a_player_is_refused() -> None:
    media = make.make_media(make.make_story(), address="https://tracker.example/film")

    assert media.player == ""
    with pytest.raises(ValidationError):
        media.full_clean()


def test_the_database_refuses_a_picture_kept_elsewhere() -> None:
    with pytest.raises(IntegrityError):
        make.make_media(make.make_story(), kind="image")
