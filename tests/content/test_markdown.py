from hypothesis import given
from hypothesis import strategies as st

from kpknow.content.markdown import PlainBlock, parsed_blocks, plain_blocks, simple_blocks


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


SIGNS = st.sampled_from(
    [
        *'ab1 9.)#->+=~:|!“"(—é\n\n\n\x0b\x0c\x1f\x85\u00a0\u2028',
        "## ",
        "- ",
        "\n\n",
        "1. ",
        "2019 ",
        "---",
        "- a",
        "  ",
    ]
)


@given(st.lists(SIGNS, max_size=30).map("".join))
def test_the_quick_reading_says_what_the_parser_says(source: str) -> None:
    simple = simple_blocks(source)

    assert simple is None or simple == list(parsed_blocks(source))


def test_ordinary_texts_are_read_quickly() -> None:
    source = "## Care\n\nWe began in 1997.\nThen more.\n\n- one\n- two\n\n2019 was “good”: ещё раз!\n"

    assert simple_blocks(source) == list(parsed_blocks(source)) == list(plain_blocks(source))
    assert simple_blocks("It *began*.") is None
