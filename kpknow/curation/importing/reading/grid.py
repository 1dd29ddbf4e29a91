"""What stands in a file: rows of text, with what is wrong about single cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.exports.writable import UNWRITABLE

MOST_ROWS = 5_000
"""What one transaction saves in half of the time a second writer waits for SQLite: 14 s of 28 for twice as many."""
MOST_COLUMNS = 100
MOST_SIGNS = 20_000_000
"""Characters of a whole file."""
LONGEST_CELL = 200_000
LARGEST_FILE = 8 * 1024 * 1024
"""Bytes. Five thousand rows of thirty filled columns take one."""


@dataclass(frozen=True)
class Limits:
    """How much of a file is read; what goes beyond is refused with words."""

    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    signs: int = MOST_SIGNS
    size: int = LARGEST_FILE


RECORDS = Limits()
"""Of files a person filled in."""


class FileRefused(Exception):
    """The file cannot be read at all; ``words`` says why and what to do, to the person who chose it."""

    def __init__(self, words: str | Promise) -> None:
        self.words = str(words)
        super().__init__(self.words)


@dataclass
class Row:
    """``number``: the row's in the file, the first being 1. ``wrong``: place of a cell → what is wrong with it."""

    number: int
    cells: list[str]
    wrong: dict[int, str] = field(default_factory=dict)


@dataclass
class Grid:
    """``encoding`` and ``separator`` are empty for a workbook, ``sheets`` for a file of plain text."""

    headings: list[str]
    rows: list[Row]
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""


MakeGrid = Callable[..., Grid]
"""Makes a grid of the rows of a file: see ``make_grid``."""
TOO_MANY_ROWS = gettext_lazy(
    "This file has more than %(most)s rows. Split it into files of up to %(most)s rows each and bring them in one "
    "after the other."
)
TOO_LARGE = gettext_lazy("This file is larger than %(most)s MB. Split it into smaller files.")


def too_many_rows(limits: Limits = RECORDS) -> FileRefused:
    return FileRefused(TOO_MANY_ROWS % {"most": f"{limits.rows:,}"})


def too_many_columns(count: int, limits: Limits = RECORDS) -> FileRefused:
    words = _("This file has %(count)d columns or more; up to %(most)d can be read. Delete those that are not needed.")
    return FileRefused(words % {"count": count, "most": limits.columns})


def too_much_text() -> FileRefused:
    return FileRefused(_("This file holds more text than can be read at once. Split it into smaller files."))


def filled(rows: Iterable[Row], limits: Limits = RECORDS) -> Iterator[Row]:
    """Rows that are not empty. Raises FileRefused where they hold more signs than are read."""
    signs = 0
    for row in rows:
        if not row.wrong and not any(cell and not cell.isspace() for cell in row.cells):
            continue
        signs += sum(map(len, row.cells))
        if signs > limits.signs:
            raise too_much_text()
        yield row


def make_grid(rows: Iterable[Row], limits: Limits = RECORDS, **about: object) -> Grid:
    """The first row that is not empty holds the headings; empty rows below are passed over.

    Raises FileRefused where there are too many rows, columns or signs, or no headings. Cells that cannot be kept, and
    rows of another length than the headings, are noted in ``wrong``.
    """
    headings: list[str] | None = None
    kept: list[Row] = []
    for row in filled(rows, limits):
        if headings is None:
            headings = read_headings(row)
            continue
        if len(kept) == limits.rows:
            raise too_many_rows(limits)
        fit(row, len(headings))
        kept.append(row)
    if headings is None:
        raise FileRefused(_("There is nothing in this file."))
    if not kept:
        raise FileRefused(_("This file has headings, but no rows below them."))
    return Grid(headings, kept, **about)  # type: ignore[arg-type] # the grid's own fields, by name


def read_headings(row: Row) -> list[str]:
    headings = [" ".join(cell.split())[:200] for cell in row.cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise too_many_columns(len(headings))
    if any(UNWRITABLE.search(heading) for heading in headings):
        raise FileRefused(_("Its headings hold signs nobody can read: this is no spreadsheet or CSV file."))
    return headings


def fit(row: Row, width: int) -> None:
    """As many cells as headings; text beyond the last heading belongs to nothing and is an error."""
    if any(cell.strip() for cell in row.cells[width:]):
        row.wrong[-1] = _(
            "This row goes on beyond the last heading: it has %(count)d cells for %(width)d headings."
        ) % {
            "count": len(row.cells),
            "width": width,
        }
    row.cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    for place, cell in enumerate(row.cells):
        if len(cell) > LONGEST_CELL:
            row.wrong[place] = _("This text is longer than %(most)s signs.") % {"most": f"{LONGEST_CELL:,}"}
            row.cells[place] = ""
        elif not cell.isprintable() and UNWRITABLE.search(cell):
            row.wrong[place] = _("This cell holds a sign that no file can keep. Type the text anew.")
            row.cells[place] = UNWRITABLE.sub("", cell)
