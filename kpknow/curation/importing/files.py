"""Files that tables come and go as: templates with their codebook, exports, the faulty rows of an import."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from kpknow.curation.importing.mapping import REASON
from kpknow.curation.importing.table import Table
from kpknow.curation.models import Import, Verdict
from kpknow.exports.csv import Cell, csv_chunks
from kpknow.exports.downloads import CSV
from kpknow.exports.xlsx import CONTENT_TYPE, Sheet, xlsx_chunks

FORMATS = {"csv": CSV, "xlsx": CONTENT_TYPE}


def file_chunks(form: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A table in one of FORMATS."""
    return csv_chunks(columns, rows) if form == "csv" else xlsx_chunks([Sheet(name, columns, rows)])


def codebook(table: Table) -> list[tuple[str, str, str, str, str]]:
    """For each column: its heading, what it means, what may be written, an example, whether it is needed."""
    return [
        (
            column.key,
            str(column.meaning),
            column.allowed() or _("any text"),
            column.example,
            _("needed for new records") if column.required else "",
        )
        for column in table.columns
    ]


def codebook_headings() -> list[str]:
    return [_("column"), _("meaning"), _("what may be written"), _("example"), _("needed")]


def template_chunks(table: Table, form: str) -> Iterator[bytes]:
    """An empty table; the workbook holds its codebook as a second sheet."""
    columns = [column.key for column in table.columns]
    if form == "csv":
        return csv_chunks(columns, ())
    book = Sheet("codebook", codebook_headings(), codebook(table), width=40)
    return xlsx_chunks([Sheet(table.kind, columns, ()), book])


def faulty_chunks(batch: Import, table: Table, form: str) -> Iterator[bytes]:
    """The rows in error as they came, under their own headings, with what is wrong with each at the end."""
    rows = batch.rows.filter(verdict=Verdict.ERROR).exclude(cells=[]).order_by("number").iterator(chunk_size=1000)
    headings = [heading for heading in batch.headings if heading != REASON]
    kept = [place for place, heading in enumerate(batch.headings) if heading != REASON]
    written = ([*(row.cells[place] for place in kept), reason(row.number, row.errors)] for row in rows)
    return file_chunks(form, table.kind, [*headings, REASON], written)


def reason(number: int, errors: dict[str, str]) -> str:
    """“Row 17: country: “Kenia” is not known here.”"""
    words = "; ".join(f"{key}: {text}" if key else text for key, text in errors.items())
    return _("Row %(number)d: %(words)s") % {"number": number, "words": words}
