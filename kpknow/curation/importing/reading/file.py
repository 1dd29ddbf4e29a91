"""Any file a curator may choose, by what is in it and not by its name."""

from django.utils.translation import gettext as _

from kpknow.curation.importing.reading.grid import RECORDS, TOO_LARGE, FileRefused, Grid, Limits, MakeGrid, make_grid
from kpknow.curation.importing.reading.package import refuse_other_kinds
from kpknow.curation.importing.reading.plain_text import read_plain_text
from kpknow.curation.importing.reading.workbook import read_workbook

ZIP = b"PK\x03\x04"
REFUSED_NAMES = (".xlsm", ".xltm", ".xlsb", ".xlam", ".xla")


def read_file(
    content: bytes,
    name: str = "",
    *,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    limits: Limits = RECORDS,
    make: MakeGrid = make_grid,
) -> Grid:
    """Raises FileRefused. At most two seconds and a hundred megabytes, whatever is in it, under the usual limits."""
    if len(content) > limits.size:
        raise FileRefused(TOO_LARGE % {"most": limits.size // 1024 // 1024})
    if not content.strip():
        raise FileRefused(_("This file is empty."))
    if name.lower().endswith(REFUSED_NAMES):
        raise FileRefused(_("Workbooks with macros are not read. Save it as XLSX and choose that file."))
    refuse_other_kinds(content)
    if content.startswith(ZIP) or name.lower().endswith((".xlsx", ".xltx")):
        return read_workbook(content, sheet, limits, make)
    return read_plain_text(content, encoding, separator, limits, make)
