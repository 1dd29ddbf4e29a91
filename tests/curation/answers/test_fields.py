import pytest

from kpknow.curation.answers.fields import Field, fields_of
from tests.curation.answers import files


def shape(field: Field) -> tuple[str, str, list[str]]:
    return field.code, field.kind, [text for text, _words in field.written]


SCALE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]


def test_kobo_is_read_by_its_ticks_and_not_twice() -> None:
    sheet = files.sheet(files.kobo())

    assert sheet.tool == "kobo"
    assert [shape(field) for field in fields_of(sheet)] == [
        ("grp/used", "single", ["yes", "no"]),
        ("grp/ways", "multiple", ["talk", "report"]),
        ("grp/age", "number", []),
        ("grp/trust", "agree", SCALE),
        ("grp/words", "open", []),
    ]


def test_kobo_without_ticks_is_read_by_its_spaces() -> None:
    rows = [["ways", "_id", "_uuid"], *[[" ".join(ways), n, n] for n, ways in enumerate(files.WAYS)]]

    (field,) = fields_of(files.sheet(files.csv_file(rows)))

    assert (field.separator, sorted(text for text, _words in field.written)) == (" ", ["report", "talk"])


def test_limesurvey_tells_answers_from_parts_of_a_scale_by_what_stands_in_them() -> None:
    sheet = files.sheet(files.limesurvey())

    assert sheet.tool == "limesurvey"
    assert [shape(field) for field in fields_of(sheet)] == [
        ("Q1", "single", ["Yes", "No"]),
        ("Q2", "multiple", ["talk", "report"]),
        ("Q2 [other]", "open", []),
        ("Q3", "number", []),
        ("Q4 [SQ001]", "agree", SCALE),
        ("Q4 [SQ002]", "agree", SCALE),
        ("Q5", "open", []),
    ]


def test_google_forms_parts_its_cells_by_commas() -> None:
    sheet = files.sheet(files.google_forms())

    found = [shape(field) for field in fields_of(sheet)]

    assert sheet.tool == "google_forms"
    assert [(code, kind) for code, kind, _written in found] == [
        ("Used it?", "single"),
        ("How did you pass it on?", "multiple"),
        ("How old are you?", "number"),
        ("I trust it", "agree"),
        ("What changed?", "open"),
    ]


def test_surveymonkey_has_two_lines_of_headings() -> None:
    sheet = files.sheet(files.surveymonkey())

    assert sheet.tool == "surveymonkey"
    assert [shape(field) for field in fields_of(sheet)] == [
        ("Used it?", "single", ["Yes", "No"]),
        ("How did you pass it on?", "multiple", ["I talked", "I wrote a report"]),
        ("How old are you?", "number", []),
        ("I trust it", "agree", SCALE),
        ("What changed?", "open", []),
    ]


def test_columns_of_the_same_heading_are_told_apart() -> None:
    sheet = files.sheet(files.csv_file([["Used?", "Used?"], ["Yes", "No"], ["No", "No"]]))

    assert sheet.twice == ["Used?"]
    assert [field.code for field in fields_of(sheet)] == ["Used?", "Used? (2)"]


@pytest.mark.parametrize("tool", [files.kobo, files.limesurvey, files.google_forms, files.surveymonkey])
def test_nothing_that_tells_who_answered_is_kept(tool: object) -> None:
    sheet = files.sheet(tool())  # type: ignore[operator]  # one of the above

    kept = repr((sheet.headings, sheet.second, sheet.rows, sheet.packed(), sheet.left_out))
    assert files.MARK not in kept
    assert "2018-03" not in kept
    assert "10.0.0." not in kept


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Who told you", [f"person{n}@example.org" for n in range(9)]),
        ("Q9", [f"+254 722 0000{n:02}" for n in range(9)]),
        ("Q9", [f"192.168.0.{n}" for n in range(9)]),
        ("Q9", [f"-1.2864{n} 36.8172{n}" for n in range(9)]),
        ("Q9", [f"2018-03-0{n + 1}T10:00:00Z" for n in range(9)]),
        ("Q9", [f"{n + 1}/3/1990" for n in range(9)]),
        ("Q9", [f"7a3f9c1e-0000-4000-8000-00000000000{n}" for n in range(9)]),
        ("Q9", [str(114_000_000 + n) for n in range(9)]),
        ("Your name", ["anybody"] * 9),
        ("Телефон", ["нет"] * 9),
        ("grp/gps_latitude", ["1"] * 9),
    ],
)
def test_a_column_is_cut_by_its_heading_or_by_what_stands_in_it(heading: str, cells: list[str]) -> None:
    sheet = files.sheet(files.csv_file([[heading, "Used?"], *[[cell, "Yes"] for cell in cells]]))

    assert sheet.headings == ["Used?"]
    assert [cut for cut, _reason in sheet.left_out] == [heading]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Country", ["Kenya", "Uganda", "Kenya"] * 3),
        ("How many people did you reach?", [str(n * 37) for n in range(9)]),
        ("What changed?", [f"We now plan together, step {n}." for n in range(9)]),
        ("Which organisation kind", ["Network or coalition"] * 9),
        ("Year", ["2016", "2017", "2018"] * 3),
    ],
)
def test_a_question_stays(heading: str, cells: list[str]) -> None:
    sheet = files.sheet(files.csv_file([[heading, "Used?"], *[[cell, "Yes"] for cell in cells]]))

    assert sheet.headings == [heading, "Used?"]
