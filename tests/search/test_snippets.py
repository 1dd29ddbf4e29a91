"""Words are marked wherever they stand, however they are written there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpknow.search.analyser import TYPED_IN, fold, readings, words
from kpknow.search.query import Term
from kpknow.search.snippets import snippet, wanted


def marked(typed: str, text: str, language: str) -> list[str]:
    sought = wanted([Term((typed,))])
    assert sought
    return [text[start:end] for start, end in sought.marks(text, language)]


@pytest.mark.parametrize(
    ("typed", "text", "language", "found"),
    [
        ("test", "Testing was tested; the contest was not.", "en", ["Testing", "tested"]),
        ("oeuvre", "L’Œuvre et l'œuvre", "fr", ["Œuvre", "œuvre"]),
        ("ecole", "À l’école, ÉCOLES fermées", "fr", ["école", "ÉCOLES"]),
        ("еще", "Ещё раз, еще раз", "ru", ["Ещё", "еще"]),
        ("май", "Май и мак", "ru", ["Май"]),
        ("strasse", "Die Straße, die STRASSE", "de", ["Straße", "STRASSE"]),
        ("community", "Communities & community", "en", ["Communities", "community"]),
        ("acao", "A ação, as ações", "pt", ["ação"]),
        ("haki", "Haki za binadamu", "sw", ["Haki"]),
    ],
)
def test_every_form_of_a_word_is_marked(typed: str, text: str, language: str, found: list[str]) -> None:
    assert marked(typed, text, language) == found


LETTERS = [sign for sign in map(chr, range(0x41, 0x530)) if sign.isalpha() and len(fold(sign)) == 1]


@given(st.sampled_from(TYPED_IN), st.text(st.sampled_from(LETTERS), min_size=1, max_size=12))
def test_a_word_marks_itself(language: str, word: str) -> None:
    found = [one.text for one in words(word)]

    if found == [word] and fold(word) and readings(word):
        assert marked(word, f"– {word}.", language) == [word]


def test_a_snippet_is_cut_between_words_and_escaped() -> None:
    text = f"{'before ' * 20}<quinoa> {'after ' * 60}"

    shown = snippet(text, [(text.index("quinoa"), text.index("quinoa") + 6)])

    assert shown.startswith("… before")
    assert "&lt;<mark>quinoa</mark>&gt; after" in shown
    assert shown.endswith("after …")


def test_the_database_is_asked_for_likely_texts_only_where_that_is_sure() -> None:
    def likenesses(typed: str, *languages: str) -> list[str]:
        sought = wanted([Term((typed,))])
        assert sought
        return sought.likenesses(languages)

    assert likenesses("registration", "en", "fr-CA", "ru") == ["%r_g__%"]
    assert likenesses("registration", "en", "tr") == []  # where ğ folds to g
    assert likenesses("école", "fr") == []  # too few sure letters
    assert likenesses("groessen", "de") == []  # ö or oe, ß or ss
