"""Where a highlight's words stand, and where they stand after the text was edited.

A highlight keeps its words with 32 code points before and after them (the text quote and text position selectors of
the W3C Web Annotation Data Model) and its place in one block, counted in Unicode code points. Readers see it only
while its own words stand at its place. What merely looks like them is proposed to a person and shown to nobody.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from events.models import Session
from kpknow.content.graphemes import are_boundaries, is_boundary
from stories.models import Block, Display, Highlight, HighlightState, Story

CONTEXT = 32
"""Code points kept on either side."""
ALIKE = 90
"""rapidfuzz ratio, in percent, from which other words may be the same passage after an edit."""
LONGEST_COMPARED = 20_000
"""Code points of a text searched for words that were changed; finding them costs the product of both lengths."""


@dataclass(frozen=True)
class Place:
    """Code points ``start`` to ``end`` of a text. ``likeness`` in percent; below 100 other words stand there."""

    start: int
    end: int
    likeness: float = 100.0
    is_certain: bool = True


def locate(text: str, exact: str, prefix: str = "", suffix: str = "") -> Place | None:
    """Where ``exact`` stands now: the one place that has it, else the one that has it between the same words.

    Not certain: words that are nearly the same, or the same inside a longer word. None where they are gone, or stand
    more than once and nothing tells which they were.
    """
    whole = [start for start in occurrences(text, exact) if stands_apart(text, start, exact, prefix, suffix)]
    if len(whole) == 1:
        return Place(whole[0], whole[0] + len(exact))
    if len(whole) > 1:
        between = f"{prefix}{exact}{suffix}"
        same = [start for start in whole if text.startswith(between, start - len(prefix)) and start >= len(prefix)]
        return Place(same[0], same[0] + len(exact)) if len(same) == 1 else None
    return nearest(text, exact)


def occurrences(text: str, words: str) -> Iterator[int]:
    """Every place of ``words`` that cuts no character in two, also where they overlap themselves."""
    at = text.find(words) if words else -1
    while at >= 0:
        if are_boundaries(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def stands_apart(text: str, start: int, exact: str, prefix: str, suffix: str) -> bool:
    """False where words that were whole have become part of longer ones: “art” is not what “start” says."""
    end = start + len(exact)
    begins = joins(prefix[-1:], exact[0]) or not joins(text[max(0, start - 1) : start], exact[0])
    ends = joins(exact[-1], suffix[:1]) or not joins(exact[-1], text[end : end + 1])
    return begins and ends


def joins(before: str, after: str) -> bool:
    """Whether two neighbours are within one word; scripts without spaces are one long word."""
    return in_word(before) and in_word(after)


def in_word(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or unicodedata.category(sign)[0] == "M")


def nearest(text: str, exact: str) -> Place | None:
    """The place most like ``exact``, in whole words, if it is alike enough; never certain."""
    searched = text[:LONGEST_COMPARED]
    if not exact or not searched:
        return None
    found = fuzz.partial_ratio_alignment(exact, searched, score_cutoff=ALIKE) if len(exact) <= len(searched) else None
    start, end = (found.dest_start, found.dest_end) if found else (0, len(searched))
    tries = {(start, end), widened(text, start, end), narrowed(text, start, end)}
    scored = [
        Place(a, b, fuzz.ratio(exact, text[a:b]), is_certain=False)
        for a, b in sorted(tries)
        if a < b and are_boundaries(text, a, b)
    ]
    best = max(scored, key=lambda place: place.likeness, default=None)
    return best if best and best.likeness >= ALIKE else None


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Out to where words begin and end."""
    while start > 0 and (joins(text[start - 1], text[start : start + 1]) or not is_boundary(text, start)):
        start -= 1
    while end < len(text) and (joins(text[end - 1], text[end]) or not is_boundary(text, end)):
        end += 1
    return start, end


def narrowed(text: str, start: int, end: int) -> tuple[int, int]:
    """In to where words begin and end, without the spaces around them."""
    while start < end and (
        joins(text[start - 1 : start] if start else "", text[start]) or not is_boundary(text, start)
    ):
        start += 1
    while start < end and (joins(text[end - 1], text[end : end + 1]) or not is_boundary(text, end)):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def mark(highlight: Highlight, start: int, end: int) -> None:
    """Tie a highlight to code points ``start`` to ``end`` of its source's text, with what stands around them."""
    text = highlight.source_text
    highlight.start, highlight.end, highlight.exact = start, end, text[start:end]
    highlight.prefix, highlight.suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def follow(highlight: Highlight) -> None:
    """Move a highlight to where its words stand in its edited source, and save it.

    Its own words: it stays as it was, but one that had been lost waits for a person. Nearly its words: it keeps its own
    and is proposed there. Neither: an orphan.
    """
    place = locate(highlight.source_text, highlight.exact, highlight.prefix, highlight.suffix)
    if place is None:
        highlight.state = HighlightState.ORPHAN
    elif place.is_certain:
        mark(highlight, place.start, place.end)
        if highlight.state == HighlightState.ORPHAN:
            highlight.state = HighlightState.PROPOSED
    else:
        highlight.start, highlight.end, highlight.state = place.start, place.end, HighlightState.PROPOSED
    highlight.save()


def follow_block(block: Block) -> None:
    for highlight in block.highlights.exclude(exact=""):
        highlight.block = block
        follow(highlight)


def follow_session(session: Session) -> None:
    """After its notes were edited. Passages that are nobody's marked words, only told in ours, stay as they are."""
    for highlight in Highlight.objects.filter(session=session).exclude(exact=""):
        highlight.session = session
        if not highlight.is_placed:
            follow(highlight)


def follow_speaker(block: Block) -> None:
    """A block was given to another voice: its passages are under that person's consent now.

    One quoted with a name would name somebody else than before, so it waits for a person, without a name.
    """
    consent = block.contribution.consent if block.contribution else None
    for highlight in block.highlights.all():
        highlight.consent = consent
        if highlight.display == Display.QUOTE_NAMED:
            highlight.display, highlight.state = Display.QUOTE_UNNAMED, HighlightState.PROPOSED
        highlight.save()


def lose_blocks(blocks: Iterable[Block]) -> None:
    """Before blocks go: their highlights keep their words and the story they were said in, and wait for a person."""
    for highlight in Highlight.objects.filter(block__in=list(blocks)).select_related("block"):
        highlight.was_in_id = highlight.block.story_id if highlight.block else None
        highlight.block, highlight.state = None, HighlightState.ORPHAN
        highlight.save()


def find_lost(story: Story) -> None:
    """Propose each lost highlight of a story at the one block that has its very words. One query if none is lost."""
    lost = [one for one in Highlight.objects.lost_in(story) if one.exact]
    blocks = list(story.blocks.all()) if lost else []
    for highlight in lost:
        found = [(block, place) for block in blocks if (place := certain(block.text, highlight))]
        if len(found) == 1:
            highlight.block, place = found[0]
            highlight.start, highlight.end, highlight.state = place.start, place.end, HighlightState.PROPOSED
            highlight.save()


def certain(text: str, highlight: Highlight) -> Place | None:
    place = locate(text, highlight.exact, highlight.prefix, highlight.suffix)
    return place if place and place.is_certain else None
