import pytest

from kpknow.curation.answers.check import Checked, check
from kpknow.curation.answers.columns import NEW, Said, lines_of, proposed, written_of
from kpknow.curation.answers.fields import fields_of
from kpknow.curation.answers.sheet import ANSWERS
from kpknow.curation.importing.reading.grid import FileRefused
from tests.curation.answers import files

YES_NO = {"Yes": "Yes", "No": "No"}


def checked(content: bytes, **said: Said) -> Checked:
    """As proposed, but for what is said."""
    sheet = files.sheet(content)
    fields = fields_of(sheet)
    meant = {one.code: one for one in proposed(fields, {})} | said
    return check(sheet, fields, meant)


def column(*cells: str, kind: str = "single", written: dict[str, str] | None = None, separator: str = "") -> Checked:
    content = files.csv_file([["Q", "Z"], *[[cell, "z"] for cell in cells]])
    return checked(content, Q=Said("Q", NEW, kind, "Asked", separator, YES_NO if written is None else written))


@pytest.mark.parametrize("tool", [files.kobo, files.limesurvey, files.google_forms, files.surveymonkey])
def test_every_tool_gives_the_same_counts(tool: object) -> None:
    found = checked(tool())  # type: ignore[operator]  # one of the files

    assert found.problems == []
    one, several, *_others = [dict(found.counts[code]) for code in found.counts]
    assert {(words or "").casefold(): count for words, count in one.items()} == {"": 9, "yes": 6, "no": 3}
    assert sorted(several.values()) == [4, 6, 8]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ({"kind": "number", "written": {}}, "“about ten” is no number."),
        ({}, "“about ten” is none of the answers."),
        ({"kind": "multiple", "separator": ";"}, "“about ten” is none of the answers."),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(cell: dict[str, object], said: str) -> None:
    found = column("12" if "kind" in cell and cell["kind"] == "number" else "Yes", "about ten", **cell)  # type: ignore[arg-type]

    assert [(one.row, one.column, one.words) for one in found.problems] == [(3, "Q", said)]


def test_several_choices_in_one_cell_of_a_question_with_one_answer() -> None:
    found = column("Yes", "Yes; No")

    assert [one.words for one in found.problems] == ["Several answers in one cell: Yes, No. This question takes one."]


def test_an_answer_may_hold_the_sign_between_answers() -> None:
    written = {"I talked, informally": "Talked", "I wrote": "Wrote"}

    found = column("I talked, informally, I wrote", "I wrote", kind="multiple", written=written, separator=", ")

    assert found.problems == []
    assert found.counts["Q"] == {None: 2, "Talked": 1, "Wrote": 2}


@pytest.mark.parametrize(("text", "value"), [("1,5", 1.5), ("1 200", 1200.0), ("-3", -3.0), ("7.0", 7.0)])
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    found = column(text, kind="number", written={})

    assert found.people[0].answers["Q"] == ("number", value)


@pytest.mark.parametrize(
    "text", ["1e999", "nan x", "٣", "1_0", "9" * 400, "=1+1", "\ud800".encode("utf-8", "replace").decode()]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert column(*"1234567", text, kind="number", written={}).problem_count == 1


def test_rows_without_an_answer_are_passed_over_and_counted() -> None:
    content = files.csv_file([["Q", "Country"], ["Yes", "KE"], ["", "KE"], ["", ""], ["n/a", "UG"]])

    found = checked(content, Q=Said("Q", NEW, "single", "Asked", "", YES_NO), Country=Said("Country"))

    assert (len(found.people), found.silent) == (1, 2)


def test_cells_beyond_the_headings_and_unreadable_signs_are_said() -> None:
    found = checked(b"Q,Z\nYes,z,lost\nNo\x00,z\nYes,z\n", Q=Said("Q", NEW, "single", "Asked", "", YES_NO))

    assert [(one.row, one.column) for one in found.problems] == [(2, ""), (3, "Q")]


def test_letters_of_other_code_pages_are_read() -> None:
    cells = ["Да, полностью согласен", "Нет, не согласен"] * 5
    content = files.csv_file([["Вы согласны с этим?"], *[[cell] for cell in cells]], encoding="cp1251")

    (field,) = fields_of(files.sheet(content))

    assert [text for text, _words in field.written] == ["Нет, не согласен", "Да, полностью согласен"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"Q,Z\n", "no rows below"),
        (b"%PDF-1.4 x", "no table"),
        (b"Q\x01,Z\n1,2\n", "signs nobody can read"),
        (",".join(f"c{n}" for n in range(ANSWERS.columns + 1)).encode() + b"\n" + b"1," * 601, "columns or more"),
        (b"Q\n" + b"1\n" * 60_001, "more than 60,000 rows"),
    ],
)
def test_a_file_that_is_no_table_of_answers_is_refused_with_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        files.sheet(content)


def test_lines_of_answers_come_back_as_they_were() -> None:
    written = {"1": "Yes", "2": "No", "Perhaps": "Perhaps", "a=b": "a=b"}

    assert written_of(lines_of(written)) == written
