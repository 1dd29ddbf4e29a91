"""One table or list of references of one kind of record: what its columns are, and how a record becomes a row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from kpknow.content.leaving import stretches
from kpknow.exports.csv import Cell, csv_chunks
from kpknow.exports.downloads import CSV, RIS, download
from kpknow.exports.ris import Reference, ris_chunks

Address = Callable[[str], str]
"""Makes a path of this site absolute."""


@dataclass(frozen=True)
class Entry:
    """A record as files tell it: its row, and how it is cited."""

    row: Sequence[Cell]
    reference: Reference


@dataclass(frozen=True)
class RecordFile:
    """``name`` is the file's, without its ending.

    ``records`` gives those that may leave the site with all an entry needs; ``entries`` tells a stretch of them, adding
    what only a query for all of them together can.
    """

    name: str
    columns: Sequence[str]
    records: Callable[[], Any]
    entries: Callable[[list[Any], Address], Iterable[Entry]]

    def told(self, request: HttpRequest, pks: Sequence[int]) -> Iterator[Entry]:
        """Entries of these records in their order; asked of the database when they are read."""
        for stretch in stretches(self.records(), pks):
            yield from self.entries(stretch, request.build_absolute_uri)

    def csv(self, request: HttpRequest, pks: Sequence[int]) -> HttpResponse:
        rows = (entry.row for entry in self.told(request, pks))
        return download(request, f"{self.name}.csv", CSV, lambda: csv_chunks(self.columns, rows))

    def ris(self, request: HttpRequest, pks: Sequence[int]) -> HttpResponse:
        references = (entry.reference for entry in self.told(request, pks))
        return download(request, f"{self.name}.ris", RIS, lambda: ris_chunks(references))
