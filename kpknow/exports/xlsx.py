"""Tables as XLSX (ECMA-376, transitional) in which every cell is text: nothing in it is ever read as a formula.

Cells are inline strings in the number format “text” (``@``), so that “=1+1”, “2019-10” and “007” stay what they are,
and stay so when somebody edits the cell. Written row by row: memory holds one row, whatever the length.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape

from kpknow.exports.csv import BETWEEN, Cell
from kpknow.exports.writable import writable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters a spreadsheet keeps in one cell; Excel calls a file with more damaged, so a longer text is left out."""
CHUNK = 64 * 1024
TEXT, HEADING = 1, 2
"""Cell styles of ``STYLES``: text, bold text."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPENING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{OPENING}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" '
    'fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a reader would take for a sign written by its number (ECMA-376, ST_Xstring)."""


class Sheet:
    """One sheet to write: its name, its headings, its rows (read once), and the width of its columns in signs."""

    def __init__(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], width: int = 24) -> None:
        self.name = NOT_IN_A_NAME.sub(" ", name)[:31]
        self.columns, self.rows, self.width = columns, rows, width


def xlsx_chunks(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The file a piece at a time; it is made on disk, where nobody else can open it, and gone once it is read."""
    with TemporaryFile() as file:
        write_xlsx(file, sheets)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def write_xlsx(file: IO[bytes], sheets: Sequence[Sheet]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as parts:
        for name, text in surroundings([sheet.name for sheet in sheets]).items():
            parts.writestr(name, text)
        for number, sheet in enumerate(sheets, start=1):
            with parts.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for piece in sheet_xml(sheet):
                    part.write(piece.encode())


def sheet_xml(sheet: Sheet) -> Iterator[str]:
    """Headings stay in sight when the sheet is scrolled; blank rows below them are text, too."""
    yield (
        f'{OPENING}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{max(len(sheet.columns), 1)}" width="{sheet.width}" style="{TEXT}" '
        'customWidth="1"/></cols><sheetData>'
    )
    yield row_xml(sheet.columns, HEADING)
    for row in sheet.rows:
        yield row_xml(row, TEXT)
    yield "</sheetData></worksheet>"


def row_xml(row: Sequence[Cell], style: int) -> str:
    cells = [
        f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if (text := cell_xml(value))
        else f'<c s="{style}"/>'
        for value in row
    ]
    return f"<row>{''.join(cells)}</row>"


def cell_xml(value: Cell) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else BETWEEN.join(value)
    if len(text) > LONGEST_CELL:
        return ""
    return escape(ESCAPED.sub("_x005F_", writable(text)), {"\r": "_x000D_"})


def surroundings(names: Sequence[str]) -> dict[str, str]:
    """Every part of the file but the sheets themselves."""
    numbers = range(1, len(names) + 1)
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{sheet_type}"/>' for number in numbers
    )
    types = (
        f'{OPENING}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/styles.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{overrides}</Types>'
    )
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{OPENING}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{OPENING}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{OPENING}<Relationships xmlns="{PACKAGE}/relationships">{targets}{styles}'
        "</Relationships>",
        "xl/styles.xml": STYLES,
    }
