from hypothesis import given
from hypothesis import strategies as st

from kpknow.content.markdown import PlainBlock, plain_blocks


def test_blocks_are_plain_words_in_order() -> None:
    source = "## Care\n\n[Peter] We *began* in [1997](https://x.example).\n\n- one\n- two\n\nLast `words`."

    assert list(plain_blocks(source)) == [
        PlainBlock("heading", "", "Care"),
        PlainBlock("paragraph", "Peter", "We began in 1997."),
        PlainBlock("item", "", "one"),
        PlainBlock("item", "", "two"),
        PlainBlock("paragraph", "", "Last words."),
    ]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(source: str) -> None:
    for block in plain_blocks(source):
        assert block.text.strip()
        assert "\x00" not in block.text
