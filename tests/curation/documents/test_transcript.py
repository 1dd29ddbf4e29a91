import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpknow.content.markdown import plain_blocks
from kpknow.curation.documents.passages import ASSUMED, Kind, Passage, as_markdown, spaced
from kpknow.curation.documents.transcript import few_speakers, read_transcript
from tests.curation.documents.texts import TRANSCRIPT


def read(text: str) -> list[tuple[str, str, str]]:
    return [(passage.kind, passage.label, passage.text) for passage in read_transcript(text)]


def test_labels_at_the_end_of_a_line_name_who_speaks_next() -> None:
    found = [(kind, label, text.split()[0], text.split()[-1]) for kind, label, text in read(TRANSCRIPT)]

    assert found == [
        ("heading", "", "The", "Circle"),
        ("paragraph", "", "By", "2020"),
        ("turn", ASSUMED, "In", "say"),
        ("turn", "Wanja", "The", "had"),
        ("turn", "Otieno", "I", "more"),
        ("turn", "Wanja", "We", "district"),
        ("turn", ASSUMED, "2", "Circle”"),
        ("turn", ASSUMED, "Inspiring.", "Kudos!"),
    ]


def test_labels_before_a_turn_name_who_speaks_it() -> None:
    assert read("[Wanja] We began.\n\n[Otieno]: I joined.\n\nThen it grew.") == [
        ("turn", "Wanja", "We began."),
        ("turn", "Otieno", "I joined."),
        ("turn", ASSUMED, "Then it grew."),
    ]


def test_names_with_a_colon_are_speakers_when_they_come_again() -> None:
    text = "A talk\n\nWanja: We began.\n\nNote well: it rained.\n\nOtieno: I joined,\nand stayed.\n\n"
    text += "Wanja: Yes.\nOtieno: So.\n\nA.\n\nB.\n\nC."

    assert read(text)[1:6] == [
        ("turn", "Wanja", "We began."),
        ("turn", ASSUMED, "Note well: it rained."),
        ("turn", "Otieno", "I joined, and stayed."),
        ("turn", "Wanja", "Yes."),
        ("turn", "Otieno", "So."),
    ]


def test_a_label_alone_on_its_line_speaks_what_follows() -> None:
    assert read("WANJA:\nWe began.\n\nOTIENO:\nI joined.") == [
        ("turn", "WANJA", "We began."),
        ("turn", "OTIENO", "I joined."),
    ]


def test_marks_of_time_go_and_other_scripts_stay() -> None:
    assert read("00:01 Ванжа: Мы начали.\n[00:00:05] Отиено: Я пришёл.\n(00:09) Ванжа: Да.") == [
        ("turn", "Ванжа", "Мы начали."),
        ("turn", "Отиено", "Я пришёл."),
        ("turn", "Ванжа", "Да."),
    ]


@pytest.mark.parametrize("sound", ["[Music]", "[LAUGHTER]", "[00:12]", "[1]", "[citation needed]", "[ ]"])
def test_sounds_and_numbers_in_brackets_are_nobody(sound: str) -> None:
    found = read(f"It began under one tree. {sound}\n\nThen it grew.")

    assert [kind for kind, _label, _text in found if kind == "turn"] == []


def test_a_text_without_labels_is_an_article() -> None:
    text = "Under one tree\n\nIt began with eight\nfriends who met.\n\n# What we do\n\n- walk with people\n- answer\n\n"
    text += "SEE ALSO\n\n2. It grew."

    assert read(text) == [
        ("heading", "", "Under one tree"),
        ("paragraph", "", "It began with eight friends who met."),
        ("heading", "", "What we do"),
        ("item", "", "walk with people"),
        ("item", "", "answer"),
        ("heading", "", "SEE ALSO"),
        ("item", "", "It grew."),
    ]


def test_more_speakers_than_a_page_can_show_stay_words() -> None:
    turns = [Passage(Kind.TURN, "Yes.", f"Voice {number}") for number in range(50)]

    kept = few_speakers([*turns, *turns[:40]])

    assert sum(passage.kind == Kind.TURN for passage in kept) == 80
    assert kept[45] == Passage(Kind.PARAGRAPH, "Voice 45: Yes.")


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60).filter(spaced)
MARKED = st.sampled_from(
    [
        "# no",
        "1. no",
        "- no",
        "> no",
        "*a* _b_ `c` <d> &amp; [e](f) \\",
        "[A] b",
        "+",
        "===",
        "~~~",
        "![x](y)",
        "a  b",
        "1)",
    ]
)
LABELS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), exclude_characters="[]"),
        min_size=1,
        max_size=40,
    )
    .map(spaced)
    .filter(bool)
)


@given(
    st.lists(
        st.builds(Passage, st.sampled_from(["heading", "item", "quote", "paragraph", "turn"]), WORDS | MARKED, LABELS),
        max_size=8,
    )
)
def test_what_is_written_is_read_again(passages: list[Passage]) -> None:
    """Whatever the words: Markdown takes no sign of them for its own, and no paragraph becomes anybody's turn."""
    expected = [
        (
            "paragraph" if passage.kind in ("turn", "quote") else passage.kind,
            passage.label if passage.kind == "turn" else "",
            spaced(passage.text),
        )
        for passage in passages
    ]

    found = [tuple(block) for block in plain_blocks(as_markdown(passages))]

    round_brackets = str.maketrans("[]()", "    ")
    assert [(kind, label, spaced(text.translate(round_brackets))) for kind, label, text in found] == [
        (kind, label, spaced(text.translate(round_brackets))) for kind, label, text in expected
    ]
