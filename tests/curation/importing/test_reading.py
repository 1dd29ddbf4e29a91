"""Files of strangers: the right words out of sound ones, plain words about the others, and quickly."""

import codecs
import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest

from kpknow.curation.importing.reading.file import read_file
from kpknow.curation.importing.reading.grid import FileRefused
from tests.curation.importing.sheets import csv_file, workbook

MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
CELL = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
RUSSIAN = (("name", "city"), ("Сеть взаимопомощи", "Бишкек"))
FRENCH = (("name", "city"), ("Réseau des mères", "Orléans"))


def cells(content: bytes, name: str = "") -> list[list[str]]:
    grid = read_file(content, name)
    return [grid.headings, *(row.cells for row in grid.rows)]


def workbook_with(sheet: bytes, **parts: bytes) -> bytes:
    """A sound workbook in which one sheet is replaced, and parts are added."""
    sound, made = zipfile.ZipFile(io.BytesIO(workbook(["name"], ["x"]))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sound.namelist():
            package.writestr(name, sheet if name.endswith("sheet1.xml") else sound.read(name))
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        *((RUSSIAN, encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251")),
        *((FRENCH, encoding) for encoding in ("utf-8", "utf-16-be", "cp1252")),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_letters_and_separators_are_found(rows: tuple[tuple[str, str], ...], encoding: str, separator: str) -> None:
    assert cells(csv_file(*rows, encoding=encoding, separator=separator)) == [list(row) for row in rows]


def test_letters_can_be_chosen_and_a_choice_that_does_not_fit_is_refused() -> None:
    content = csv_file(*FRENCH, encoding="cp1252")

    assert read_file(content, encoding="cp1251").rows[0].cells == ["Rйseau des mиres", "Orlйans"]
    with pytest.raises(FileRefused, match="cannot be read as UTF-8"):
        read_file(content, encoding="utf-8")


def test_a_line_that_names_the_separator_is_no_heading() -> None:
    assert cells(b"sep=;\r\nname;city\r\nA, B;C\r\n") == [["name", "city"], ["A, B", "C"]]


def test_workbooks_give_values_as_they_are_seen() -> None:
    book = openpyxl.Workbook()
    book.active.append(["text", "day", "month", "year", "whole", "part", "truth"])
    book.active.append(["007", dt.date(2019, 3, 1), dt.date(2019, 3, 1), dt.date(2019, 3, 1), 2019.0, 1.5, True])
    book.active["C2"].number_format, book.active["D2"].number_format = "mmm yyyy", "yyyy"
    made = io.BytesIO()
    book.save(made)

    assert cells(made.getvalue())[1] == ["007", "2019-03-01", "2019-03", "2019", "2019", "1.5", "yes"]


def test_formulas_give_their_value_and_text_that_looks_like_one_stays_text() -> None:
    sheet = (
        MAIN + b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c>'
        b'<c r="C1" t="inlineStr"><is><t>c</t></is></c><c r="D1" t="inlineStr"><is><t>d</t></is></c></row>'
        b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="inlineStr"><is><t>=1+1</t></is></c>'
        b'<c r="C2"><f>NOW()</f></c><c r="D2" t="e"><v>#REF!</v></c></row>' + END
    )

    (row,) = read_file(workbook_with(sheet)).rows

    assert row.cells == ["2", "=1+1", "", ""]
    assert {place: words.split(".")[0] for place, words in row.wrong.items()} == {
        2: "This formula was never worked out",
        3: "The spreadsheet itself shows an error here: #REF!",
    }


def test_merged_cells_are_wrong_in_every_row_they_cover() -> None:
    book = openpyxl.Workbook()
    for row in (["name", "city"], ["A", "x"], ["B", "y"], ["C", "z"]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    made = io.BytesIO()
    book.save(made)

    rows = read_file(made.getvalue()).rows

    assert [list(row.wrong) for row in rows] == [[1], [1], []]
    assert "B2:B3" in rows[0].wrong[1]


def test_a_cell_that_cannot_be_kept_or_a_row_too_long_is_wrong_alone() -> None:
    rows = read_file(b"name,city\nA\x00B,x\nC,y,z\nD\n").rows

    assert [list(row.wrong) for row in rows] == [[0], [-1], []]
    assert [row.cells for row in rows] == [["AB", "x"], ["C", "y"], ["D", ""]]


BOMBS = {
    "two million empty rows": MAIN + b"<row/>" * 2_000_000 + END,
    "five million cells in a row": MAIN + b"<row>" + b"<c/>" * 5_000_000 + b"</row>" + END,
    "half a million rows": MAIN + CELL * 500_000 + END,
    "forty million letters": MAIN
    + CELL
    + b'<row><c t="inlineStr"><is><t>'
    + b"a" * 40_000_000
    + b"</t></is></c></row>",
    "a tag of forty million letters": MAIN + b'<row a="' + b"a" * 40_000_000 + b'"/>' + END,
    "a million deep": MAIN + b"<x>" * 1_000_000 + END,
    "an entity": b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + MAIN + b"<row>&x;</row>" + END,
}


@pytest.mark.parametrize("sheet", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_at_once(sheet: bytes) -> None:
    content = workbook_with(sheet)
    started = time.process_time()

    with pytest.raises(FileRefused):
        read_file(content)

    assert time.process_time() - started < 10  # two on a quiet machine


def test_a_hundred_thousand_rows_are_refused_in_words() -> None:
    rows = csv_file(["name"], *([f"Organisation {number}"] for number in range(100_000)))

    with pytest.raises(FileRefused, match="more than 5,000 rows"):
        read_file(rows)


SOUND = workbook(["name"], ["x"])
BROKEN = {
    "empty": (b"", ""),
    "blank": (b" \n\n", ""),
    "headings alone": (b"name,city\n", ""),
    "open quotation mark": (b'name,city\n"A,B\nC,D\n', ""),
    "half a workbook": (SOUND[: len(SOUND) // 2], "x.xlsx"),
    "bent workbook": (SOUND[:-400] + b"\xff" * 200 + SOUND[-200:], "x.xlsx"),
    "text called xlsx": (b"name,city\nA,B\n", "x.xlsx"),
    "a zip of something": (workbook_with(b"")[:0] + b"PK\x03\x04" + b"\x00" * 40, ""),
    "no xml": (workbook_with(b"no xml at all"), ""),
    "macros inside": (workbook_with(MAIN + CELL * 2 + END, xl__vbaProject=b"x"), "x.xlsx"),
    "macros by name": (SOUND, "x.xlsm"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "x.xls"),
    "pdf": (b"%PDF-1.7\nname,city\n", "x.csv"),
    "picture": (b"\x89PNG\r\n\x1a\n", "x.csv"),
    "odd utf-16": (codecs.BOM_UTF16_LE + b"a\x00b", ""),
    "opendocument": (workbook_with(MAIN + END, mimetype=b"x", **{"content.xml": b"<a/>"}), "x.ods"),
    "a thousand columns": (csv_file([f"c{n}" for n in range(1000)], ["x"]), ""),
    "nul headings": (b"na\x00me\nx\n", ""),
}


@pytest.mark.parametrize(("content", "name"), BROKEN.values(), ids=BROKEN)
def test_half_broken_files_are_refused_with_words(content: bytes, name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(content, name)

    assert refused.value.words.endswith(".")


def test_nothing_that_was_bent_breaks_the_reader() -> None:
    """Every hundredth byte of a workbook, bent one at a time."""
    for place in range(0, len(SOUND), 97):
        bent = SOUND[:place] + bytes([SOUND[place] ^ 0xFF]) + SOUND[place + 1 :]
        try:
            read_file(bent, "x.xlsx")
        except FileRefused:
            continue
