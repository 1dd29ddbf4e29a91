"""A story's blocks as a page shows them: grouped, with the marked passages cut out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from stories.models import Block, BlockKind, Highlight, Theme


@dataclass(frozen=True)
class Segment:
    """Consecutive characters of a block with the same highlights over them; ``anchors`` begin here."""

    text: str
    is_marked: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownBlock:
    block: Block
    segments: Sequence[Segment]
    themes: Sequence[Theme]


@dataclass(frozen=True)
class Passage:
    """Consecutive blocks of one kind: a list, a run of turns, one heading or one paragraph after another."""

    kind: str
    blocks: list[ShownBlock] = field(default_factory=list)


def segments(text: str, highlights: Sequence[Highlight]) -> list[Segment]:
    """Cut a text at every beginning and end of its highlights; those whose words moved are not marked."""
    placed = [
        (highlight.start, highlight.end, highlight.anchor)
        for highlight in highlights
        if highlight.start is not None
        and highlight.end is not None
        and text[highlight.start : highlight.end] == highlight.exact
    ]
    cuts = sorted({0, len(text), *(cut for start, end, _anchor in placed for cut in (start, end))})
    return [
        Segment(
            text[begin:end],
            any(start <= begin and end <= stop for start, stop, _anchor in placed),
            tuple(anchor for start, _stop, anchor in placed if start == begin),
        )
        for begin, end in zip(cuts, cuts[1:], strict=False)
    ]


def passages(blocks: Sequence[Block], highlights: Mapping[int, Sequence[Highlight]]) -> list[Passage]:
    """Readable blocks in reading order, grouped by kind. Highlights carry ``shown_codings``; no queries."""
    shown = [
        ShownBlock(
            block,
            segments(block.text, highlights.get(block.pk, ())),
            list({c.theme_id: c.theme for h in highlights.get(block.pk, ()) for c in h.shown_codings}.values()),
        )
        for block in blocks
    ]
    return [Passage(str(kind), list(group)) for kind, group in groupby(shown, key=lambda one: BlockKind(one.block.kind).value)]
