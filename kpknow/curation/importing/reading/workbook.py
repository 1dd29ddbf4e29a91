"""XLSX (ECMA-376): the values of one sheet as text. Formulas give the value last worked out, never themselves.

A reader of our own, for limits hold while a sheet is read: openpyxl takes 79 seconds and 300 MB for a file of 190 kB
that holds three million empty rows.
"""

import posixpath

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from kpknow.curation.importing.reading.cells import Cells, unescaped
from kpknow.curation.importing.reading.grid import (
    RECORDS,
    FileRefused,
    Grid,
    Limits,
    MakeGrid,
    make_grid,
    too_much_text,
)
from kpknow.curation.importing.reading.package import Package, not_a_workbook

WORKSHEET = "/worksheet"
BOOK = "xl/workbook.xml"
MOST_SHARED_SIGNS = 20_000_000


def read_workbook(content: bytes, sheet: str = "", limits: Limits = RECORDS, make: MakeGrid = make_grid) -> Grid:
    """The sheet of that name, else the first. Raises FileRefused."""
    package = Package(content)
    if BOOK not in package:
        raise not_a_workbook()
    names, is_1904 = sheets_of(package)
    name = sheet if sheet in names else next(iter(names), "")
    if not name or names[name] not in package:
        raise not_a_workbook()
    cells = Cells(shared_texts(package), date_formats(package), is_1904, limits)
    package.parse(names[name], cells.start, cells.end, cells.text)
    cells.note_merged()
    return make(cells.rows, limits, sheets=tuple(names), sheet=name)


def sheets_of(package: Package) -> tuple[dict[str, str], bool]:
    """Name → part of each sheet that is in sight, in order; and whether days are counted from 1904."""
    listed: list[tuple[str, str]] = []
    from_1904: list[bool] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            listed.append((attributes.get("name", ""), key))
        elif tag == "workbookPr":
            from_1904.append(attributes.get("date1904", "0") in ("1", "true"))

    package.parse(BOOK, start)
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith(WORKSHEET):
            if attributes.get("TargetMode", "") == "External":
                raise FileRefused(_("A sheet of this workbook lies in another file. Copy it into this one."))
            target = posixpath.normpath(posixpath.join("xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = target.removeprefix("/")

    package.parse("xl/_rels/workbook.xml.rels", relation)
    return {name: targets[key] for name, key in listed if key in targets}, any(from_1904)


def shared_texts(package: Package) -> list[str]:
    """Texts that cells refer to by number; what is read aloud beside a text (phonetic runs) is left out."""
    if "xl/sharedStrings.xml" not in package:
        return []
    texts: list[str] = []
    now: list[str] = []
    depth = {"t": 0, "rPh": 0}
    signs = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            now.clear()
        elif tag in depth:
            depth[tag] += 1

    def text(piece: str) -> None:
        nonlocal signs
        if depth["t"] and not depth["rPh"]:
            signs += len(piece)
            if signs > MOST_SHARED_SIGNS:
                raise too_much_text()
            now.append(piece)

    def end(tag: str) -> None:
        if tag == "si":
            texts.append(unescaped("".join(now)))
        elif tag in depth:
            depth[tag] -= 1

    package.parse("xl/sharedStrings.xml", start, end, text)
    return texts


def date_formats(package: Package) -> list[str]:
    """For each cell style its number format where that shows a day or a time, else nothing."""
    if "xl/styles.xml" not in package:
        return []
    own: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "cellXfs":
            inside.append(tag)
        elif tag == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif tag == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    package.parse("xl/styles.xml", start, end)
    formats = [own.get(key) or BUILTIN_FORMATS.get(int(key) if key.isdecimal() else 0, "") for key in styles]
    return [code if code and is_date_format(code) else "" for code in formats]
