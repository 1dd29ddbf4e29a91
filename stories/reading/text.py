"""A story's blocks as a page shows them: grouped, with the marked passages cut out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from stories.models import Block, BlockKind, Highlight, Theme


@dataclass(frozen=True)
class Segment:
    """Consecutive characters of a block with the same highlights over them; ``anchors`` of those that begin here."""

    text: str
    is_marked: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownBlock:
    """A block as it is read: ``retold`` are highlights told in our words, whose own words are marked nowhere."""

    block: Block
    segments: Sequence[Segment]
    themes: Sequence[Theme]
    retold: Sequence[Highlight]


@dataclass(frozen=True)
class Passage:
    """Consecutive blocks of one kind: a list, a run of turns, one heading or one paragraph after another."""

    kind: BlockKind
    blocks: Sequence[ShownBlock]

    @property
    def is_transcript(self) -> bool:
        return self.kind == BlockKind.TURN


def is_placed(text: str, highlight: Highlight) -> bool:
    """Whether the words the highlight marked stand at their place in this text."""
    return bool(highlight.exact) and text[highlight.start : highlight.end] == highlight.exact


def segments(text: str, highlights: Sequence[Highlight]) -> list[Segment]:
    """Cut a text at every beginning and end of its highlights; those whose words moved are not marked.

    Joined, the segments are the text again. Offsets are Unicode code points.
    """
    placed = [(one.start or 0, one.end or 0, one.anchor) for one in highlights if is_placed(text, one)]
    cuts = sorted({0, len(text), *(cut for start, end, _anchor in placed for cut in (start, end))})
    return [
        Segment(
            text[begin:end],
            any(start <= begin and end <= stop for start, stop, _anchor in placed),
            tuple(anchor for start, _stop, anchor in placed if start == begin),
        )
        for begin, end in pairwise(cuts)
    ]


def shown_block(block: Block, highlights: Sequence[Highlight]) -> ShownBlock:
    """Themes of every highlight that can be seen in the block, each once. Highlights carry ``shown_codings``."""
    retold = [one for one in highlights if one.text and not is_placed(block.text, one)]
    seen = [one for one in highlights if one in retold or is_placed(block.text, one)]
    themes = {coding.theme_id: coding.theme for one in seen for coding in one.shown_codings}
    return ShownBlock(block, segments(block.text, highlights), list(themes.values()), retold)


def passages(blocks: Sequence[Block], highlights: Mapping[int, Sequence[Highlight]]) -> list[Passage]:
    """Readable blocks in reading order, grouped by kind; no queries."""
    shown = [shown_block(block, highlights.get(block.pk, ())) for block in blocks]
    return [Passage(BlockKind(kind), list(group)) for kind, group in groupby(shown, key=lambda one: one.block.kind)]


def plain(text: Sequence[Passage]) -> str:
    """The readable words alone, a block a line, without the names of speakers."""
    return "\n".join(shown.block.text for passage in text for shown in passage.blocks)
