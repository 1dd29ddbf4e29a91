"""Tables open in a spreadsheet, run nothing there, and lose no word."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpknow.exports.csv import cell, csv_chunks, guarded, unguarded

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    '=cmd|"/C calc"!A0',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''@x",
    "＝1+1",
    "words;=1+1",
]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_and_comes_back_in_the_same_words(formula: str) -> None:
    written = b"".join(csv_chunks(["words"], [[formula]]))

    for delimiter in ",;\t":
        parted = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        cells = [found for row in parted for found in row]
        assert [found for found in cells if found[:1] and found[0] in "=+-@＝\t\r"] == []
    assert unguarded(read(written)[1][0]) == formula


@given(st.text(st.sampled_from("=+-@'\t\r\n;a ＝")))
def test_guarding_takes_nothing_away(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2)))
def test_any_words_come_back(rows: list[list[str]]) -> None:
    found = read(b"".join(csv_chunks(["one", "two"], rows)))

    assert [[unguarded(value) for value in row] for row in found] == [["one", "two"], *rows]


def test_a_table_opens_with_a_byte_order_mark_and_ends_its_lines_as_the_standard_says() -> None:
    assert b"".join(csv_chunks(["a"], [["Бишкек"]])) == '\ufeff"a"\r\n"Бишкек"\r\n'.encode()


def test_cells_hold_several_values_and_nothing_a_file_cannot() -> None:
    assert [cell(value) for value in (None, 3, ["one", "two"], "a\x00b\ud800c", "two\nlines")] == [
        *("", "3", "one; two", "abc", "two\nlines")
    ]


def test_memory_holds_one_piece_of_a_long_table() -> None:
    taken = 0

    def rows() -> object:
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield ["words " * 10]

    chunks = csv_chunks(["words"], rows())
    first = next(chunks)

    assert len(first) < 70_000
    assert taken < 1_200
