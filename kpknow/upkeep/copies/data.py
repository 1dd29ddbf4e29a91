"""The records of a copy as files: each table as JSON and as CSV, what everybody allowed, uploaded files."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import models

from events.withholding_sites import withheld_sites
from kpknow.exports.csv import csv_chunks
from kpknow.safety.withheld_sites import WithheldSites
from kpknow.upkeep.copies.folder import DATA, CopyFolder
from kpknow.upkeep.copies.people import ALLOWED, SAID_BY
from kpknow.upkeep.copies.table import ROW, Names, Row, Table, rows_of
from kpknow.upkeep.copies.tables import TABLES

CONSENTS = "consents"
CONSENT_COLUMNS = ("table", ROW, "belongs_to", "parts", "in", "until", "basis")
BELONGS_TO = ("story", "session", "block", "question")
Progress = Callable[[int], object]


@dataclass
class Written:
    """What was written: rows of each table, and what was allowed for each, the first to end first."""

    counts: dict[str, int] = field(default_factory=dict)
    allowed: list[Row] = field(default_factory=list)

    @property
    def expires_on(self) -> str | None:
        """The last day on which everybody in it still allows it; None where nobody named one."""
        return min((row["until"] for row in self.allowed if row["until"]), default=None)

    def note(self, table: Table, row: Row) -> None:
        if allowed := row.get(ALLOWED):
            name = row[table.named_by or ROW]
            whose = next((row[one] for one in BELONGS_TO if row.get(one)), "")
            self.allowed.append({"table": table.name, ROW: name, "belongs_to": whose} | allowed)


def write_data(folder: CopyFolder, names: Names, progress: Progress) -> Written:
    """Every row strangers may take away. Only within ``copied_for_good``."""
    written = Written()
    for table in TABLES:
        rows = rows_as_told(folder, table, names, written)
        written.counts[table.name] = write_table(folder, table.name, table.columns, rows, progress)
    written.allowed.sort(key=lambda row: (row["until"] is None, row["until"] or "", row["table"], str(row[ROW])))
    write_table(folder, CONSENTS, CONSENT_COLUMNS, iter(written.allowed))
    return written


def rows_as_told(folder: CopyFolder, table: Table, names: Names, written: Written) -> Iterator[Row]:
    sites = withheld_sites()
    for record, row in rows_of(table, names):
        if table.kept and row[table.kept] and not keep_file(folder, table, record, row):
            continue
        told = without_sites(table, row, sites) if sites else row
        written.note(table, told)
        yield told


def keep_file(folder: CopyFolder, table: Table, record: Any, row: Row) -> bool:
    """Copy the row's file under the name of the row. A picture that is not on the disk leaves its row out."""
    file = getattr(record, table.kept)
    stem = row["slug"] if table.named_by else f"{row['story']}-{row[ROW]}"
    name = f"files/{table.name}/{stem}{PurePosixPath(file.name).suffix}"
    try:
        with file.open("rb") as kept:
            folder.write(f"{DATA}/{name}", kept.chunks())
    except FileNotFoundError:
        return False
    row[table.kept] = name
    return True


def without_sites(table: Table, row: Row, sites: WithheldSites) -> Row:
    """The row without ways to the sites of shielded organisations, as on pages: an address among them is left empty."""
    told = {name: taken_out(value, sites.taken_out) for name, value in row.items()}
    for name in table.leaves:
        column, most = table.field(name), getattr(table.field(name), "max_length", None)
        if told[name] != row[name] and isinstance(told[name], str):
            told[name] = "" if isinstance(column, models.URLField) else told[name][:most]
    return told


def taken_out(value: Any, from_text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return from_text(value)
    if isinstance(value, list):
        return [taken_out(one, from_text) for one in value]
    if isinstance(value, dict):
        return {name: taken_out(one, from_text) for name, one in value.items()}
    return value


def write_table(
    folder: CopyFolder,
    name: str,
    columns: Iterable[str],
    rows: Iterator[Row],
    progress: Progress = lambda done: None,
) -> int:
    """As JSON, then from that as CSV, a row at a time; how many there are."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row
            progress(1)

    folder.write(f"{DATA}/{name}.json", json_pieces(counted()))
    headings = list(dict.fromkeys(heading for column in columns for heading in headings_of(column)))
    flat = map(flattened, rows_in(folder.root / DATA / f"{name}.json"))
    folder.write(f"{DATA}/{name}.csv", csv_chunks(headings, ([cell(row.get(one)) for one in headings] for row in flat)))
    return count


def rows_in(path: Path) -> Iterator[Row]:
    """The rows of a file written by ``json_pieces``, one at a time. Raises ValueError, OSError."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if (text := line.strip().rstrip(",")) not in ("[", "]", "[]"):
                yield json.loads(text)


def json_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """An array with one row a line, so that a person can read it and a program compare it."""
    before = "["
    for row in rows:
        yield f"{before}\n{json.dumps(row, ensure_ascii=False)}".encode("utf-8", "replace")
        before = ","
    yield b"[]\n" if before == "[" else b"\n]\n"


def headings_of(column: str) -> tuple[str, ...]:
    """Who said it and what they allowed are several columns of a spreadsheet."""
    return {
        SAID_BY: ("name", "naming", "is_group"),
        ALLOWED: ("parts", "basis", "in", "until"),
    }.get(column, (column,))


def flattened(row: Row) -> Row:
    flat = {column: value for column, value in row.items() if column not in (SAID_BY, ALLOWED)}
    return flat | (row.get(SAID_BY) or {}) | (row.get(ALLOWED) or {})


def cell(value: Any) -> str | list[str]:
    if value is None:
        return ""
    if isinstance(value, list):
        return [str(one) for one in value]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
