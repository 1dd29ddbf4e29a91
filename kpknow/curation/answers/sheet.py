"""A file of answers as rows of text, kept without any column that could tell who answered."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from events.models import Tool
from kpknow.curation.answers.identifying import identifying
from kpknow.curation.importing.reading.file import read_file
from kpknow.curation.importing.reading.grid import (
    LONGEST_CELL,
    FileRefused,
    Grid,
    Limits,
    Row,
    filled,
    too_many_columns,
    too_many_rows,
)
from kpknow.exports.writable import UNWRITABLE

ANSWERS = Limits(rows=60_000, columns=600, signs=60_000_000, size=32 * 1024 * 1024)
LONGEST_HEADING = 300
SURVEYMONKEY = {"respondent id", "respondentid", "collector id", "collectorid"}
SECOND_LINE = {"response", "open-ended response", "open ended response"}
KOBO = {"_id", "_uuid", "_submission_time", "_index", "formhub/uuid", "meta/instanceid", "__version__"}
LIMESURVEY = {"submitdate", "lastpage", "startlanguage", "seed"}
LIMESURVEY_WORDS = {"response id", "date submitted", "last page", "start language"}
GOOGLE_FORMS = {"timestamp", "horodateur", "marca temporal", "carimbo de data/hora", "отметка времени"}


@dataclass
class Sheet:
    """``headings`` and, where a tool writes two lines of them, ``second`` are those of columns that are kept.

    ``numbers``: of each row, its number in the file. ``wrong``: row number → place of a cell (-1: the row) → words.
    ``left_out``: headings of columns that were cut, each with the reason. ``twice``: headings of several columns.
    """

    tool: str
    headings: list[str]
    second: list[str]
    rows: list[list[str]]
    numbers: list[int]
    wrong: dict[int, dict[int, str]] = field(default_factory=dict)
    left_out: list[list[str]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    encoding: str = ""

    def packed(self) -> bytes:
        return zlib.compress(json.dumps(self.__dict__, ensure_ascii=False).encode("utf-8", "replace"), 3)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Sheet":
        kept: dict[str, Any] = json.loads(zlib.decompress(packed))
        kept["wrong"] = {
            int(row): {int(place): words for place, words in cells.items()} for row, cells in kept["wrong"].items()
        }
        return cls(**kept)

    def column(self, place: int) -> Iterable[str]:
        return (row[place] for row in self.rows)


def read_sheet(content: bytes, name: str, encoding: str = "", separator: str = "") -> Sheet:
    """What a file says, but for columns that could tell who answered: those are not even returned. Raises FileRefused.

    Cells are stripped; rows are as long as the headings; empty rows are passed over.
    """
    grid = read_file(content, name, encoding=encoding, separator=separator, limits=ANSWERS, make=raw_grid)
    first, *rows = grid.rows
    headings = [" ".join(cell.split()) for cell in first.cells]
    known = {heading.casefold() for heading in headings}
    tool = tool_of(known, rows)
    second: list[str] = []
    if tool == Tool.SURVEYMONKEY and rows:
        second = [" ".join(cell.split()) for cell in rows[0].cells]
        rows = rows[1:]
    width = max(len(headings), len(second))
    while width and not any(line[width - 1 : width] not in ([], [""]) for line in (headings, second)):
        width -= 1
    if width > ANSWERS.columns:
        raise too_many_columns(width, ANSWERS)
    if any(UNWRITABLE.search(heading) for heading in (*headings, *second)):
        raise FileRefused(_("Its headings hold signs nobody can read: this is no spreadsheet or CSV file."))
    if not rows:
        raise FileRefused(_("This file has headings, but no rows below them."))
    if len(rows) > ANSWERS.rows:
        raise too_many_rows(ANSWERS)
    headings, second = fitted(headings, width), fitted(second, width) if second else []
    sheet = Sheet(tool, headings, second, [], [], encoding=grid.encoding)
    for row in rows:
        take(sheet, row, width)
    return without_identifying(sheet)


def raw_grid(rows: Iterable[Row], limits: Limits, **about: object) -> Grid:
    """All rows that are not empty, headings among them."""
    kept: list[Row] = []
    for row in filled(rows, limits):
        if len(kept) > limits.rows + 1:
            raise too_many_rows(limits)
        kept.append(row)
    if not kept:
        raise FileRefused(_("There is nothing in this file."))
    return Grid([], kept, **about)  # type: ignore[arg-type] # the grid's own fields, by name


def tool_of(known: set[str], rows: Sequence[Row]) -> str:
    """By the columns each tool writes of its own accord, and by the second line only one has."""
    spaced = {heading.replace("_", " ") for heading in known}
    second = {cell.strip().casefold() for cell in rows[0].cells} if rows else set()
    if spaced & SURVEYMONKEY or (second & SECOND_LINE and "" in known):
        return Tool.SURVEYMONKEY
    if len(known & KOBO) > 1 or any(heading.startswith(("_submission", "meta/instance")) for heading in known):
        return Tool.KOBO
    if len(known & LIMESURVEY) > 1 or len({heading.split(". ")[-1] for heading in known} & LIMESURVEY_WORDS) > 1:
        return Tool.LIMESURVEY
    return Tool.GOOGLE_FORMS if known & GOOGLE_FORMS else Tool.OTHER


def fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*(cell[:LONGEST_HEADING] for cell in cells[:width]), *[""] * (width - len(cells))]


def take(sheet: Sheet, row: Row, width: int) -> None:
    wrong = {place: words for place, words in row.wrong.items() if place < width}
    cells = [cell.strip() for cell in row.cells]
    if any(cells[width:]):
        wrong[-1] = _("This row goes on beyond the last heading: it has %(count)d cells for %(width)d headings.") % {
            "count": len(cells),
            "width": width,
        }
    cells = [*cells[:width], *[""] * (width - len(cells))]
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            wrong[place] = _("This text is longer than %(most)s signs.") % {"most": f"{LONGEST_CELL:,}"}
            cells[place] = ""
        elif cell and not cell.isprintable() and UNWRITABLE.search(cell):
            wrong[place] = _("This cell holds a sign that no file can keep. Type the text anew.")
            cells[place] = UNWRITABLE.sub("", cell)
    sheet.rows.append(cells)
    sheet.numbers.append(row.number)
    if wrong:
        sheet.wrong[row.number] = wrong


def without_identifying(sheet: Sheet) -> Sheet:
    """The same without columns that could tell who answered, and without those that are empty or have no heading."""
    kept = []
    for place, heading in enumerate(sheet.headings):
        cells = [cell for cell in sheet.column(place) if cell]
        if reason := identifying(heading, cells):
            sheet.left_out.append([heading, reason])
        elif cells or heading:
            kept.append(place)
    names = [heading for place, heading in enumerate(sheet.headings) if heading and place in kept]
    sheet.twice = sorted({name for name in names if names.count(name) > 1})
    moved = {place: number for number, place in enumerate(kept)} | {-1: -1}
    sheet.headings = [sheet.headings[place] for place in kept]
    sheet.second = [sheet.second[place] for place in kept] if sheet.second else []
    sheet.rows = [[row[place] for place in kept] for row in sheet.rows]
    sheet.wrong = {
        number: found
        for number, cells in sheet.wrong.items()
        if (found := {moved[place]: words for place, words in cells.items() if place in moved})
    }
    return sheet
