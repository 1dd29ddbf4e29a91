"""Finding the place of words that were edited away: what is offered, and what a person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from rapidfuzz import fuzz

from events.models import Session
from kpknow.content.editing.lock import hold_writers
from kpknow.content.graphemes import are_boundaries
from kpknow.curation.coding.sentences import sentences
from kpknow.curation.coding.texts import CodedBlock, CodedText, of_session, of_story
from stories.actions.anchors import Place, locate, mark, occurrences
from stories.models import Display, Highlight, HighlightState, Story

LEAST_LIKE = 55
"""Percent of likeness from which a passage is offered; a person judges it."""
MOST_OFFERED = 5


class PlaceGone(Exception):
    """The text was edited again: what was offered does not stand there any more."""


@dataclass(frozen=True)
class Offer:
    """A place in the text as it is now where the words may stand."""

    block: CodedBlock
    start: int
    end: int
    likeness: int

    @property
    def words(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def value(self) -> str:
        return f"{self.block.key}:{self.start}:{self.end}:{self.block.text_hash[:16]}"


def source_of(highlight: Highlight) -> Story | Session | None:
    """The story or session it was said in, with its block or without."""
    return highlight.block.story if highlight.block else highlight.was_in or highlight.session


def text_of(source: Story | Session) -> CodedText:
    """Raises Http404 for a withdrawn one."""
    return of_story(source) if isinstance(source, Story) else of_session(source)


def offers(highlight: Highlight, text: CodedText) -> list[Offer]:
    """The likeliest places in the whole text, best first: its very words, what it nearly says, sentences like it."""
    found: dict[tuple[int, int, int], Offer] = {}
    exact = highlight.exact
    for block in text.coded_blocks:
        for place in places(block.text, exact):
            offer = Offer(block, place.start, place.end, round(place.likeness))
            found.setdefault((block.key, offer.start, offer.end), offer)
    return sorted(found.values(), key=lambda one: -one.likeness)[:MOST_OFFERED]


def places(words: str, exact: str) -> Sequence[Place]:
    very = [Place(start, start + len(exact)) for start in occurrences(words, exact)]
    if very:
        return very
    near = locate(words, exact)
    if near:
        return [near]
    runs = sentence_runs(words, exact)
    alike = [Place(start, end, fuzz.ratio(exact, words[start:end])) for start, end in runs]
    return [one for one in alike if one.likeness >= LEAST_LIKE]


def sentence_runs(words: str, exact: str) -> list[tuple[int, int]]:
    """Runs of as many sentences as were marked."""
    spans, many = sentences(words), max(1, len(sentences(exact)))
    return (
        [(spans[at][0], spans[min(at + many, len(spans)) - 1][1]) for at in range(max(0, len(spans) - many) + 1)]
        if spans
        else []
    )


@transaction.atomic
def confirm(highlight: Highlight, text: CodedText, value: str) -> None:
    """Tie it to the place offered under ``value``; readers see it from now on, as far as consent lets them.

    Raises PlaceGone for a place that is none or was edited meanwhile.
    """
    hold_writers()
    block, start, end = parsed(value, text)
    if text.kind == "story":
        highlight.block_id, highlight.consent, highlight.was_in = block.key, block.consent, None
    if highlight.display == Display.QUOTE_NAMED and highlight.consent is None:
        highlight.display = Display.QUOTE_UNNAMED
    mark(highlight, block.offset + start, block.offset + end)
    highlight.state = HighlightState.CONFIRMED
    if block.is_own_words and highlight.display == Display.PARAPHRASE and not highlight.text:
        highlight.state = HighlightState.PROPOSED
    highlight.save()


def parsed(value: str, text: CodedText) -> tuple[CodedBlock, int, int]:
    parts: list[Any] = value.split(":")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts[:3]):
        raise PlaceGone
    block, start, end = text.block(int(parts[0])), int(parts[1]), int(parts[2])
    if block is None or block.text_hash[:16] != parts[3] or not 0 <= start < end <= len(block.text):
        raise PlaceGone
    if not are_boundaries(block.text, start, end):
        raise PlaceGone
    return block, start, end
