"""Files as field offices send them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.contrib.auth.models import AnonymousUser

from kpknow.curation.actions.importing import check_some, settle_columns, take_file
from kpknow.curation.importing.mapping import guess
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import Import

NOBODY = AnonymousUser()


def csv_file(*rows: Sequence[Any], encoding: str = "utf-8", separator: str = ",") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def workbook(*rows: Sequence[Any]) -> bytes:
    """As openpyxl writes it: what starts with “=” is a formula here."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def checked(kind: str, content: bytes, name: str = "rows.csv") -> Import:
    """The import of a file whose headings are our columns, every row checked."""
    batch = take_file(TABLES[kind], content, name, by=NOBODY)
    settle_columns(batch, guess(TABLES[kind], batch.headings))
    while check_some(batch):
        pass
    return batch


def verdicts(batch: Import) -> list[str]:
    return list(batch.rows.order_by("number").values_list("verdict", flat=True))


def faults(batch: Import) -> dict[int, dict[str, str]]:
    return {row.number: row.errors for row in batch.rows.filter(verdict="error")}
