from hypothesis import given
from hypothesis import strategies as st

from kpknow.content.graphemes import are_boundaries
from kpknow.curation.coding.sentences import sentences


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_where_people_hear_them_end() -> None:
    assert said("We began. Dr. A. Banda came! “Why?” he asked. It cost 3.5 dollars, e.g. for tea…") == [
        "We began.",
        "Dr. A. Banda came!",
        "“Why?” he asked.",
        "It cost 3.5 dollars, e.g. for tea…",
    ]
    assert said("Мы начали. Потом встретились.") == ["Мы начали.", "Потом встретились."]
    assert said("بدأنا معا؟ نعم. ثم") == ["بدأنا معا؟", "نعم.", "ثم"]
    assert said("我们开始了。后来呢？") == ["我们开始了。", "后来呢？"]
    assert said("one\ntwo") == ["one", "two"]
    assert said("  ") == []


@given(st.text(max_size=200))
def test_no_word_is_left_out_and_no_character_cut(text: str) -> None:
    spans = sentences(text)

    assert "".join(text[start:end] for start, end in spans).split() == text.split() or "".join(
        "".join(text[start:end] for start, end in spans).split()
    ) == "".join(text.split())
    assert all(are_boundaries(text, start, end) for start, end in spans)
    assert spans == sorted(spans)
