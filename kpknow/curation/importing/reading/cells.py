"""The cells of a worksheet as text, while it is read."""

import datetime as dt
import re

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from kpknow.curation.importing.reading.grid import (
    LONGEST_CELL,
    RECORDS,
    Limits,
    Row,
    too_many_columns,
    too_many_rows,
)

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
IN_QUOTES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
EMPTY_ROWS = 20_000
"""Rows without a word that are passed over; spreadsheets leave some behind, a bomb has millions."""
MOST_MERGED = 1000
PLACES_A_COLUMN = 3
"""Cells of a row; a few empty ones beyond the last heading do no harm."""


class Cells:
    """Called back by the parser; ``rows`` then holds what stands in the sheet."""

    def __init__(self, shared: list[str], formats: list[str], is_1904: bool, limits: Limits = RECORDS) -> None:
        self.limits = limits
        self.shared, self.formats = shared, formats
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.rows: list[Row] = []
        self.merged: list[str] = []
        self.empty = 0
        self.row: Row | None = None
        self.number = 0
        self.place = -1
        self.kind = self.style = ""
        self.has_formula = self.has_value = False
        self.pieces: list[str] = []
        self.signs = 0
        self.listening = 0
        self.spoken = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.start_cell(attributes)
        elif tag in ("v", "t"):
            self.listening += 1
            self.has_value = True
        elif tag == "f":
            self.has_formula = True
        elif tag == "rPh":
            self.spoken += 1
        elif tag == "row":
            said = attributes.get("r", "")
            self.number = int(said) if said.isdecimal() and len(said) < 8 else self.number + 1
            self.row = Row(self.number, [])
            self.place = -1
        elif tag == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def start_cell(self, attributes: dict[str, str]) -> None:
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        self.place = column_number(found[1]) if found else self.place + 1
        if self.place > PLACES_A_COLUMN * self.limits.columns:
            raise too_many_columns(self.place + 1, self.limits)
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.has_formula = self.has_value = False
        self.pieces, self.signs = [], 0

    def text(self, piece: str) -> None:
        if self.listening and not self.spoken and self.signs <= LONGEST_CELL:
            self.pieces.append(piece)
            self.signs += len(piece)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.listening -= 1
        elif tag == "rPh":
            self.spoken -= 1
        elif tag == "c":
            self.end_cell()
        elif tag == "row" and self.row is not None:
            if self.row.wrong or any(self.row.cells):
                self.rows.append(self.row)
            else:
                self.empty += 1
            self.row = None
            if len(self.rows) > self.limits.rows + 2 or self.empty > EMPTY_ROWS:
                raise too_many_rows(self.limits)

    def end_cell(self) -> None:
        row = self.row
        if row is None:
            return
        text = "".join(self.pieces)
        words = ""
        if self.kind == "s":
            key = int(text) if text.isdecimal() and len(text) < 9 else -1
            text = self.shared[key] if 0 <= key < len(self.shared) else ""
        elif self.kind == "b":
            text = "yes" if text.strip() == "1" else "no"
        elif self.kind == "e":
            words = _("The spreadsheet itself shows an error here: %(error)s.") % {"error": text[:20]}
            text = ""
        elif self.kind in ("inlineStr", "str"):
            text = unescaped(text)
        elif self.kind == "n" and text:
            text = self.number_text(text.strip())
        if self.has_formula and not self.has_value:
            words = _("This formula was never worked out. Open the file in your spreadsheet and save it once more.")
        if text or words:
            row.cells.extend([""] * (self.place + 1 - len(row.cells)))
            row.cells[self.place] = text.replace("\r\n", "\n").replace("\r", "\n")
        if words:
            row.wrong[self.place] = words

    def number_text(self, text: str) -> str:
        """“2019” for 2019.0; a date as far as the cell shows it: “2019-03” where the day is not in sight."""
        try:
            number = float(text)
        except ValueError:
            return text
        style = int(self.style) if self.style.isdecimal() and len(self.style) < 6 else -1
        shown = self.formats[style] if 0 <= style < len(self.formats) else ""
        if shown:
            try:
                return date_text(from_excel(number, self.epoch), shown)
            except (ValueError, OverflowError):
                return text
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def note_merged(self) -> None:
        """Rows that share a merged cell: only its first corner holds the words, and nobody can tell for which row."""
        by_number = {row.number: row for row in self.rows[1:]}
        for area in self.merged:
            first, _colon, last = area.partition(":")
            one, other = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
            if not one or not other:
                continue
            place, top, bottom = column_number(one[1]), int(one[2]), int(other[2])
            for number in range(top, min(bottom, top + self.limits.rows) + 1):
                if number in by_number and place <= self.limits.columns:
                    words = _("The cells %(area)s are merged. Part them and write the value into each row.")
                    by_number[number].wrong.setdefault(place, words % {"area": area})


def unescaped(text: str) -> str:
    """Signs written by their number, such as _x000D_ (ECMA-376, ST_Xstring)."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def date_text(value: object, shown: str) -> str:
    """ISO 8601, no finer than the number format ``shown``: Excel makes a 1st of March of “Mar 2019”."""
    if isinstance(value, dt.datetime):
        parts = IN_QUOTES.sub("", shown).lower()
        if "y" in parts and "d" not in parts:
            return f"{value:%Y-%m}" if "m" in parts else f"{value:%Y}"
        return f"{value:%Y-%m-%d}" if (value.hour, value.minute) == (0, 0) else f"{value:%Y-%m-%d %H:%M}"
    return str(value)
