from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kpknow.content.graphemes import are_boundaries, is_boundary
from stories.actions.anchors import Place, follow_session, locate, mark
from stories.actions.blocks import read_blocks, unknown_speakers
from stories.models import Display, Highlight, HighlightState, Story
from tests import builders as make

pytestmark = pytest.mark.django_db

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def edit(story: Story, body: str) -> None:
    story.body = body
    read_blocks(story)


# Where words stand


def test_words_are_found_where_they_stand_alone_or_between_the_same_words() -> None:
    assert locate("We care, we do.", "care") == Place(3, 7)
    assert locate("A met B. C met D.", "met", "A ", " B") == Place(2, 5)
    assert locate("A met B. C met D.", "met", "C ", " D") == Place(11, 14)
    assert locate("A met B. C met D.", "met", "E ", " F") is None
    assert locate("", "met") is None


def test_words_that_repeat_themselves_are_not_taken_for_one_place() -> None:
    assert locate("a.a.a", "a.a") is None


def test_words_that_became_part_of_others_are_only_proposed() -> None:
    place = locate("It is the start.", "art", "the ", " of")

    assert place == Place(12, 15, 100.0, is_certain=False)


def test_a_character_is_never_cut() -> None:
    assert locate("cafe\u0301s", "cafe") is None
    assert locate(f"We {FAMILY} care", "\U0001f468") is None
    assert locate(f"We {FAMILY} care", FAMILY) == Place(3, 8)


def test_nearly_the_same_words_are_proposed_whole() -> None:
    exact = "keeps people away from the care they need"

    place = locate("In short, the law keeps people away from the care they needed.", exact)

    assert place is not None
    assert (place.start, place.is_certain, place.likeness >= 90) == (18, False, True)
    assert locate("The law changed and nobody knows what for.", exact) is None


# After an edit


def test_nearly_the_same_words_wait_for_a_person_and_keep_what_was_marked() -> None:
    story = make.make_story(body="The law keeps people away from the care they need.")
    voice = make.make_highlight(make.first_block(story), words="keeps people away from the care they need")

    edit(story, "The law keeps people away from the care they needed.")
    voice.refresh_from_db()

    assert (voice.state, voice.exact) == (HighlightState.PROPOSED, "keeps people away from the care they need")
    assert voice.source_text[voice.start : voice.end].startswith("keeps people away")
    assert list(Highlight.objects.visible_to(None).filter(pk=voice.pk)) == []


def test_words_that_come_back_wait_for_a_person() -> None:
    story = make.make_story(body="We care for one another every day.")
    voice = make.make_highlight(make.first_block(story), words="for one another")

    edit(story, "We care for our neighbours every day.")
    voice.refresh_from_db()
    assert voice.state == HighlightState.ORPHAN
    edit(story, "We care for one another every day.")
    voice.refresh_from_db()

    assert (voice.state, voice.is_placed) == (HighlightState.PROPOSED, True)


def test_a_block_that_moves_takes_its_number_and_highlights_along() -> None:
    story = make.make_story(body="Apples are red.\n\nQuinces smell sweet.\n\nWater is cold.")
    numbers = {block.text: block.number for block in story.blocks.all()}
    voice = make.make_highlight(story.blocks.get(order=3), words="cold")

    edit(story, "Water is cold.\n\nQuinces smell sweet.\n\nApples are red.")
    voice.refresh_from_db()

    assert {block.text: block.number for block in story.blocks.all()} == numbers
    assert (voice.state, voice.is_placed) == (HighlightState.CONFIRMED, True)


def test_a_block_that_is_gone_leaves_words_and_story_behind_and_may_come_back() -> None:
    story = make.make_story(body="Apples are red.\n\nQuinces smell sweet.")
    voice = make.make_highlight(make.first_block(story), words="red")

    edit(story, "Quinces smell sweet.")
    voice.refresh_from_db()
    assert (voice.block, voice.was_in, voice.state, voice.exact) == (None, story, HighlightState.ORPHAN, "red")
    edit(story, "Quinces smell sweet.\n\nApples are red.")
    voice.refresh_from_db()

    assert (voice.state, voice.is_placed) == (HighlightState.PROPOSED, True)


def test_words_given_to_another_speaker_lose_the_name_they_were_quoted_with() -> None:
    ada, ben = make.make_consent(make.make_contributor("Ada")), make.make_consent(make.make_contributor("Ben"))
    story = make.make_story(body="[Ada] We began.", speakers={"Ada": ada, "Ben": ben})
    voice = make.make_highlight(make.first_block(story), consent=ada, display=Display.QUOTE_NAMED)

    edit(story, "[Ben] We began.")
    voice.refresh_from_db()

    assert (voice.consent, voice.display, voice.state) == (ben, Display.QUOTE_UNNAMED, HighlightState.PROPOSED)


def test_passages_of_notes_follow_their_words() -> None:
    session = make.make_session(summary="We asked what lasts.", key_points="Trust lasts.\nMoney ends.")
    voice = Highlight(session=session, state=HighlightState.CONFIRMED)
    start = session.notes.index("Trust lasts")
    mark(voice, start, start + len("Trust lasts"))
    voice.save()

    session.summary = "We asked one another what lasts."
    session.save()
    follow_session(session)
    voice.refresh_from_db()

    assert (voice.state, voice.is_placed, voice.exact) == (HighlightState.CONFIRMED, True, "Trust lasts")


def test_notes_edited_in_the_form_take_their_passages_along(staff: Any) -> None:
    from tests.content.admin.forms import filled_form  # noqa: PLC0415  # only here

    session = make.make_session(summary="Trust lasts.")
    voice = Highlight(session=session, state=HighlightState.CONFIRMED)
    mark(voice, 0, 5)
    voice.save()
    address = f"/staff/events/session/{session.pk}/change/"

    staff.post(address, filled_form(staff, address, summary="Money ends."))
    voice.refresh_from_db()

    assert (voice.state, voice.exact) == (HighlightState.ORPHAN, "Trust")


# Whatever happens to a text

CLUSTERS = st.sampled_from(
    [
        *("\U0001f469\U0001f3fd\u200d\U0001f680", "e\u0301", "\u0915\u094d\u0937\u093f", "\u05e9\u05c1\u05b8"),
        *("سلام", "שלום", "\u200f", "\u202b", "\U0001f1f0\U0001f1ec", "한", "\u1112\u1161\u11ab", "กำ"),
        *("a", "b", "we", "met", ".", " ", " ", "?", "é", "ß", "\U0001d504"),
    ]
)
LINES = st.lists(CLUSTERS, min_size=1, max_size=14).map("".join).filter(lambda text: bool(text.strip()))
BODIES = st.lists(LINES, min_size=1, max_size=5)


class EditedTexts(TestCase):
    """hypothesis needs Django's own test case, so that every example begins with an empty database."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lines=BODIES, data=st.data())
    def test_a_highlight_readers_see_says_what_was_marked(self, lines: list[str], data: Any) -> None:
        assume(not unknown_speakers("\n\n".join(lines), ()))
        story = make.make_story(body="\n\n".join(lines))
        marked: dict[int, str] = {}
        for block in story.blocks.all():
            cuts = [at for at in range(len(block.text) + 1) if is_boundary(block.text, at)]
            if len(cuts) > 1:
                start, end = sorted(data.draw(st.lists(st.sampled_from(cuts), min_size=2, max_size=2, unique=True)))
                voice = Highlight(block=block, state=HighlightState.CONFIRMED)
                mark(voice, start, end)
                voice.save()
                marked[voice.pk] = block.text[start:end]

        for _edit in range(data.draw(st.integers(1, 3))):
            lines = self.edited(lines, data)
            if not unknown_speakers("\n\n".join(lines), ()):
                edit(story, "\n\n".join(lines))

        for voice in Highlight.objects.select_related("block"):
            assert voice.exact == marked[voice.pk]
            if voice.state == HighlightState.CONFIRMED:
                assert voice.source_text[voice.start : voice.end] == marked[voice.pk]
                assert are_boundaries(voice.source_text, voice.start, voice.end)

    def edited(self, lines: list[str], data: Any) -> list[str]:
        """Blocks taken out, put in, moved, split, or written differently inside."""
        kept = data.draw(st.permutations(lines)) if data.draw(st.booleans()) else list(lines)
        kept = [line for line in kept if data.draw(st.integers(0, 4))] or ["a"]
        changed = [self.rewritten(line, data) if data.draw(st.booleans()) else line for line in kept]
        return [*changed, data.draw(LINES)] if data.draw(st.booleans()) else changed

    def rewritten(self, line: str, data: Any) -> str:
        at, cut = data.draw(st.integers(0, len(line))), data.draw(st.integers(0, 3))
        new = data.draw(st.sampled_from(["", " ", "we", "e\u0301", "\u0301", "سلام", "\n\n"]))
        return f"{line[:at]}{new}{line[at + cut :]}"
