from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stories.actions.anchors import mark
from stories.actions.blocks import UnknownSpeaker, read_blocks, unknown_speakers
from stories.models import Block, BlockKind, Highlight, HighlightState, Story
from tests import builders as make

pytestmark = pytest.mark.django_db


def edited(story: Story, body: str) -> list[Block]:
    story.body = body
    read_blocks(story)
    return list(story.blocks.order_by("order"))


def test_a_text_becomes_headings_paragraphs_items_and_turns() -> None:
    ada = make.make_consent(make.make_contributor("Ada"))
    story = make.make_story(
        body="## How\n\nIt *began*.\n\n- one\n- two\n\n[Ada] Said.\n\n[Narrator] Then.", speakers={"Ada": ada}
    )

    blocks = list(story.blocks.order_by("order"))

    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "How"),
        (BlockKind.PARAGRAPH, "It began."),
        (BlockKind.ITEM, "one"),
        (BlockKind.ITEM, "two"),
        (BlockKind.TURN, "Said."),
        (BlockKind.TURN, "Then."),
    ]
    assert [block.speaker for block in blocks[4:]] == ["Ada", "Narrator"]
    assert [block.number for block in blocks] == [1, 2, 3, 4, 5, 6]


def test_an_unknown_speaker_is_named_and_nothing_is_changed() -> None:
    story = make.make_story(body="It began.")
    story.body = "[Zoe] Said.\n\n[Zoe] Again.\n\n[Yan] Too."

    with pytest.raises(UnknownSpeaker) as refused:
        read_blocks(story)

    assert refused.value.labels == ["Zoe", "Yan"]
    assert [block.text for block in story.blocks.all()] == ["It began."]
    assert unknown_speakers(story.body, ["Zoe"]) == ["Yan"]


def test_a_block_keeps_its_number_when_others_come_and_go() -> None:
    story = make.make_story(body="First one.\n\nSecond one.\n\nThird one.")

    blocks = edited(story, "New beginning entirely.\n\nFirst one.\n\nThird one.")

    assert [(block.number, block.text) for block in blocks] == [
        (4, "New beginning entirely."),
        (1, "First one."),
        (3, "Third one."),
    ]


def test_a_number_is_never_given_twice_while_a_later_block_stands() -> None:
    story = make.make_story(body="Apples are red.\n\nQuinces smell sweet.")

    edited(story, "Quinces smell sweet.")
    blocks = edited(story, "Quinces smell sweet.\n\nWater is cold in winter.")

    assert [block.number for block in blocks] == [2, 3]


def test_an_edited_block_is_still_the_same_block() -> None:
    story = make.make_story(body="The group began in 1997 in Nairobi.")
    before = make.first_block(story)

    [after] = edited(story, "The group began in 1997, in Nairobi, as a circle.")

    assert (after.pk, after.number) == (before.pk, before.number)


def test_a_highlight_follows_its_words() -> None:
    story = make.make_story(body="The law keeps people away from care.")
    voice = make.make_highlight(make.first_block(story), words="keeps people away")

    edited(story, "They say: the law keeps people away from any care.")
    voice.refresh_from_db()

    assert voice.state == HighlightState.CONFIRMED
    assert voice.is_placed
    assert voice.exact == "keeps people away"


def test_a_highlight_that_loses_its_words_is_an_orphan_readers_do_not_see() -> None:
    story = make.make_story(body="The law keeps people away from care.")
    voice = make.make_highlight(make.first_block(story), words="keeps people away")

    edited(story, "The law makes people stay away from care.")
    voice.refresh_from_db()

    assert voice.state == HighlightState.ORPHAN


def test_a_highlight_whose_words_stand_twice_is_told_apart_by_what_is_around_them() -> None:
    story = make.make_story(body="Then we met. They left and we met again.")
    voice = make.make_highlight(make.first_block(story))
    second = story.blocks.get().text.rindex("we met")
    mark(voice, second, second + len("we met"))
    voice.save()

    edited(story, "Then we met. They left and we met again. In the end we met.")
    voice.refresh_from_db()

    assert (voice.state, voice.start, voice.exact) == (HighlightState.CONFIRMED, second, "we met")


def test_a_highlight_whose_words_stand_twice_is_an_orphan_when_nothing_tells_them_apart() -> None:
    story = make.make_story(body="Then we met. They left.")
    voice = make.make_highlight(make.first_block(story), words="we met")

    edited(story, "There we met. They left. So we met.")
    voice.refresh_from_db()

    assert voice.state == HighlightState.ORPHAN


def test_a_highlight_of_a_block_that_is_gone_is_kept_as_an_orphan() -> None:
    story = make.make_story(body="Apples are red.\n\nQuinces smell sweet.")
    voice = make.make_highlight(make.first_block(story))

    edited(story, "Quinces smell sweet.")
    voice.refresh_from_db()

    assert (voice.block, voice.state, voice.exact) == (None, HighlightState.ORPHAN, "Apples are red.")


WHOLE_SIGNS = ["👩🏽\u200d🚀", "e\u0301", "\u0915\u0940", "\u05e9\u05c1\u05b8", " ", "\n\n", "# ", "- "]
SIGNS = st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from(WHOLE_SIGNS)
TEXTS = st.lists(SIGNS, min_size=1, max_size=40).map("".join)


class EditedText(TestCase):
    """hypothesis needs Django's own test case, so that every example begins with an empty database."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(before=TEXTS, after=TEXTS, data=st.data())
    def test_after_any_edit_a_highlight_is_exact_or_not_shown(self, before: str, after: str, data: Any) -> None:
        middle = data.draw(st.integers(0, len(before)))
        later = before[:middle] + after + before[middle:]
        assume(not unknown_speakers(before, ()) and not unknown_speakers(later, ()))
        story = make.make_story(body=before)
        blocks = list(story.blocks.order_by("order"))
        for block in blocks:
            start = data.draw(st.integers(0, len(block.text) - 1))
            end = data.draw(st.integers(start + 1, len(block.text)))
            make.make_highlight(block, words=block.text[start:end])

        edited(story, later)

        for voice in Highlight.objects.select_related("block"):
            assert voice.state != HighlightState.CONFIRMED or voice.is_placed
        numbers = [block.number for block in story.blocks.all()]
        assert len(set(numbers)) == len(numbers)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(body=TEXTS)
    def test_reading_the_same_text_again_changes_nothing(self, body: str) -> None:
        assume(not unknown_speakers(body, ()))
        story = make.make_story(body=body)
        before = list(story.blocks.order_by("order").values())

        read_blocks(story)

        assert list(story.blocks.order_by("order").values()) == before
