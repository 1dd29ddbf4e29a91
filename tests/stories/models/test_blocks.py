from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Consent
from kpknow.content.models import Use
from stories.models import Block, Story
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def a_talk(consent: Consent, **fields: object) -> Story:
    return make.make_story(body="[Narrator] It began.\n\n[Ada] Said.", speakers={"Ada": consent}, **fields)


def texts(story: Story, **asked: object) -> list[str]:
    return list(story.blocks.visible_to(ANYONE, **asked).order_by("order").values_list("text", flat=True))


def test_a_turn_is_read_while_its_speaker_agrees() -> None:
    assert texts(a_talk(make.make_consent())) == ["It began.", "Said."]
    assert texts(a_talk(make.make_consent(covers_words=False))) == ["It began."]
    assert texts(a_talk(make.make_consent(for_web=False))) == ["It began."]


def test_a_turn_is_read_through_the_last_day_of_its_consent() -> None:
    story = a_talk(make.make_consent(expires_on=date.fromisoformat("2026-03-01")))

    assert texts(story, on=date.fromisoformat("2026-03-01")) == ["It began.", "Said."]
    assert texts(story, on=date.fromisoformat("2026-03-02")) == ["It began."]


def test_a_turn_leaves_the_site_only_with_consent_for_that() -> None:
    assert texts(a_talk(make.make_consent(for_exports=False)), use=Use.EXPORTS) == ["It began."]


def test_a_turn_is_read_in_translation_only_with_consent_for_that() -> None:
    refused = make.make_consent(for_translation=False)
    original = a_talk(refused)

    assert texts(original) == ["It began.", "Said."]
    assert texts(a_talk(refused, translation_of=original, language="fr")) == ["It began."]


def test_no_block_of_a_story_that_may_not_be_seen_is_read() -> None:
    story = a_talk(make.make_consent(), status="draft")

    assert texts(story) == []


def test_a_turn_is_under_the_name_its_speaker_chose() -> None:
    named = a_talk(make.make_consent(make.make_contributor("Ada")))
    unnamed = a_talk(make.make_consent(make.make_contributor("Ada"), covers_name=False))

    assert [block.speaker for block in named.blocks.order_by("order")] == ["Narrator", "Ada"]
    assert [block.speaker for block in unnamed.blocks.order_by("order")] == ["Narrator", "Name withheld"]


def test_a_block_has_its_place_on_the_storys_page() -> None:
    block = make.first_block(make.make_story(slug="the-circle"))

    assert block.get_absolute_url() == "/stories/the-circle/#t1"
    assert Block.objects.get(pk=block.pk).anchor == "t1"
