"""Words are read alike however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpknow.search.analyser import fold, readings, stem, stems, words


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Œuvre", "oeuvre"), ("ещё", "еще"), ("Dépistage", "depistage"), ("Май", "май"), ("ELŻBIETA", "elzbieta")],
)
def test_case_accents_and_ligatures_do_not_matter(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "community", "communities"),
        ("en", "people’s", "people"),
        ("fr", "l’école", "écoles"),
        ("fr", "dépistages", "dépistage"),
        ("ru", "тестирования", "тестирование"),
        ("es", "comunidades", "comunidad"),
        ("pt", "drogas", "droga"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_a_language_without_a_stemmer_is_folded_only() -> None:
    assert stems("Wafanyakazi wa ngono", "sw") == ["wafanyakazi", "wa", "ngono"]


def test_a_region_does_not_change_the_language() -> None:
    assert stems("prevenções", "pt-BR") == stems("prevenções", "pt")


def test_words_know_where_they_stand() -> None:
    text = "Sex workers’ l'école, 2019!"

    assert [text[word.start : word.end] for word in words(text)] == ["Sex", "workers", "l'école", "2019"]


def test_a_typed_word_is_tried_in_every_language() -> None:
    assert {stem("dépistage", "fr"), fold("dépistage")} <= set(readings("dépistage"))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text
        assert all("'" not in reading and "\x00" not in reading for reading in readings(word.text))
