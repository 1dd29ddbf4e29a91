from hypothesis import given
from hypothesis import strategies as st

from stories.models import Block, BlockKind, Highlight
from stories.reading.text import Segment, passages, segments


def voice(start: int, end: int, source: str, name: str = "a", **fields: object) -> Highlight:
    highlight = Highlight(public_id=name, start=start, end=end, exact=source[start:end], **fields)
    highlight.shown_codings = []
    return highlight


def test_a_text_without_highlights_is_one_segment() -> None:
    assert segments("We met.", []) == [Segment("We met.")]


def test_overlapping_highlights_are_cut_where_either_begins_or_ends() -> None:
    text = "The law keeps people away."

    found = segments(text, [voice(0, 13, text, "a"), voice(4, 20, text, "b")])

    assert found == [
        Segment("The ", True, ("h-a",)),
        Segment("law keeps", True, ("h-b",)),
        Segment(" people", True),
        Segment(" away."),
    ]


def test_highlights_that_begin_together_keep_both_anchors() -> None:
    text = "We met."

    assert segments(text, [voice(0, 2, text, "a"), voice(0, 6, text, "b")]) == [
        Segment("We", True, ("h-a", "h-b")),
        Segment(" met", True),
        Segment("."),
    ]


def test_highlights_that_touch_stay_two() -> None:
    text = "We met."

    assert [segment.anchors for segment in segments(text, [voice(0, 2, text, "a"), voice(2, 6, text, "b")])] == [
        ("h-a",),
        ("h-b",),
        (),
    ]


def test_a_highlight_whose_words_moved_marks_nothing() -> None:
    text = "We met."

    assert segments("Then we met.", [voice(0, 2, text)]) == [Segment("Then we met.")]
    assert segments(text, [Highlight(public_id="a", start=90, end=99, exact="")]) == [Segment(text)]


@given(text=st.text(min_size=1), data=st.data())
def test_segments_are_the_text_again_and_mark_just_what_was_marked(text: str, data: st.DataObject) -> None:
    edges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    pairs = [(start, end) for start, end in data.draw(st.lists(edges, max_size=4)) if start < end]
    voices = [voice(start, end, text, str(n)) for n, (start, end) in enumerate(pairs)]

    found = segments(text, voices)

    marked = "".join(("1" if segment.is_marked else "0") * len(segment.text) for segment in found)
    covered = "".join("1" if any(s <= at < e for s, e in pairs) else "0" for at in range(len(text)))
    assert "".join(segment.text for segment in found) == text
    assert marked == covered
    assert sorted(anchor for segment in found for anchor in segment.anchors) == sorted(one.anchor for one in voices)


def test_blocks_are_grouped_by_kind_in_reading_order() -> None:
    kinds = [BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM, BlockKind.TURN, BlockKind.ITEM]
    blocks = [Block(pk=n, order=n, kind=kind, text=f"{n}") for n, kind in enumerate(kinds)]

    found = passages(blocks, {})

    assert [(one.kind, [shown.block.text for shown in one.blocks]) for one in found] == [
        ("heading", ["0"]),
        ("item", ["1", "2"]),
        ("turn", ["3"]),
        ("item", ["4"]),
    ]


def test_a_retelling_is_told_once_where_its_words_are_not_marked() -> None:
    block = Block(pk=1, kind=BlockKind.PARAGRAPH, text="We met.")
    placed = voice(0, 2, block.text, "a", text="They gathered.")
    moved = voice(0, 2, "They gathered.", "b", text="They came together.")

    [passage] = passages([block], {1: [placed, moved]})

    assert passage.blocks[0].retold == [moved]
