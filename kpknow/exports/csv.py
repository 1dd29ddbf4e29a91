"""Tables as CSV (RFC 4180) that opens in a spreadsheet with all its letters and runs nothing there.

A byte order mark opens the file: without one, Excel reads UTF-8 as the code page of its country and “Бишкек” is lost.
Python reads such files with the encoding ``utf-8-sig``; R, pandas and LibreOffice notice it by themselves.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kpknow.exports.writable import writable

BYTE_ORDER_MARK = "\ufeff"
BETWEEN = "; "
"""Between several values of one cell."""
STARTS = r"(^|[;\t\r\n])"
"""Where a cell starts, or would start in a spreadsheet that parts cells by something else than a comma."""
FORMULAS = "=+\\-@＝＋－＠\t\r"
"""What makes a spreadsheet read on as a formula (OWASP, CSV Injection), full-width signs among it."""
DANGEROUS = re.compile(rf"{STARTS}('*)(?=[{FORMULAS}])")
GUARDED = re.compile(rf"{STARTS}'('*)(?=[{FORMULAS}])")
CHUNK = 64 * 1024
"""Characters sent at once."""

Cell = str | int | None | Iterable[str]


def guarded(text: str) -> str:
    """With an apostrophe before everything a spreadsheet would run; ``unguarded`` gives the very same words back."""
    return DANGEROUS.sub(r"\1'\2", text)


def unguarded(text: str) -> str:
    """The words of a cell written by ``guarded``."""
    return GUARDED.sub(r"\1\2", text)


def cell(value: Cell) -> str:
    """The text of one cell: nothing for None, several values one after the other."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else BETWEEN.join(value)
    return guarded(writable(text))


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file a piece at a time; it never holds more than one."""
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    for row in chain([columns], rows):
        writer.writerow([cell(value) for value in row])
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
