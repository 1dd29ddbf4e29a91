from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from kpknow.content.models import Use
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def test_a_story_is_seen_while_everyone_who_tells_it_agrees() -> None:
    shown = make.make_story()
    two_tellers = make.make_story()
    make.make_contribution(two_tellers, make.make_consent(covers_words=False), role="author")
    nobody = make.make_story()
    nobody.contributions.all().delete()

    assert list(Story.objects.visible_to(ANYONE)) == [shown]


def test_a_speaker_without_consent_hides_their_turns_and_not_the_story() -> None:
    story = make.make_story(body="[Ada] Said.", speakers={"Ada": make.make_consent(for_web=False)})

    assert list(Story.objects.visible_to(ANYONE)) == [story]


def test_a_consent_holds_through_its_last_day() -> None:
    story = make.make_story(consent=make.make_consent(expires_on=date.fromisoformat("2026-03-01")))

    assert list(Story.objects.visible_to(ANYONE, on=date.fromisoformat("2026-03-01"))) == [story]
    assert list(Story.objects.visible_to(ANYONE, on=date.fromisoformat("2026-03-02"))) == []


def test_each_use_needs_its_own_consent() -> None:
    story = make.make_story(consent=make.make_consent(for_exports=False))

    assert list(Story.objects.visible_to(ANYONE)) == [story]
    assert list(Story.objects.visible_to(ANYONE, Use.EXPORTS)) == []


def test_a_translation_needs_consent_to_be_translated() -> None:
    agreed, refused = make.make_consent(), make.make_consent(for_translation=False)
    original = make.make_story(consent=refused)
    make.make_story(translation_of=original, consent=refused, language="fr")
    shown = make.make_story(translation_of=original, consent=agreed, language="pt")

    assert set(Story.objects.visible_to(ANYONE)) == {original, shown}


@pytest.mark.parametrize("shield", ["country_only", "hidden"])
def test_a_story_about_an_organisation_that_may_not_be_named_is_not_seen(shield: str) -> None:
    make.make_story(organisations=(make.make_organisation(shield=shield, shield_reason="Asked."),))

    assert list(Story.objects.visible_to(ANYONE)) == []


def test_a_page_shows_no_event_and_no_programme_it_did_not_ask_about() -> None:
    story = make.make_story(event=make.make_event(), programme=make.make_programme())

    asked = Story.objects.visible_to(ANYONE).for_page(ANYONE).get()

    assert (story.shown_event, story.shown_programme) == (None, None)
    assert (asked.shown_event, asked.shown_programme) == (story.event, story.programme)


@pytest.mark.parametrize("build", [make.make_event, make.make_programme])
def test_a_page_shows_no_event_and_no_programme_its_reader_may_not_see(build: Callable[..., object]) -> None:
    key = "event" if build is make.make_event else "programme"
    make.make_story(**{key: build(status="draft")})

    asked = Story.objects.visible_to(ANYONE).for_page(ANYONE).get()

    assert (asked.shown_event, asked.shown_programme) == (None, None)


def test_the_practice_has_only_the_fields_that_are_filled() -> None:
    story = make.make_story(issue="The law.", lessons="Begin small.")

    assert story.practice == [("Issue", "The law."), ("Lessons", "Begin small.")]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (199, 1), (500, 2), (700, 4)])
def test_minutes_to_read_are_at_least_one(words: int, minutes: int) -> None:
    assert Story(word_count=words).minutes == minutes


def test_a_story_is_not_its_own_translation() -> None:
    story = make.make_story()

    with pytest.raises(IntegrityError):
        Story.objects.filter(pk=story.pk).update(translation_of=story)


def test_blockers_name_what_is_missing() -> None:
    silent = make.make_consent(make.make_contributor("Ada"), covers_words=False)
    story = make.make_story(body="", speakers={"Ada": silent})
    story.contributions.filter(role="teller").delete()

    assert [*map(str, story.publication_blockers())] == [
        "Name an author or teller, with a consent that covers the words on this site.",
        "Ada: no consent covers the words on this site today.",
    ]
