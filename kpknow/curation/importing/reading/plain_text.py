"""CSV and its like (RFC 4180): which letters, which separator, and the cells."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.curation.importing.reading.grid import (
    LONGEST_CELL,
    RECORDS,
    FileRefused,
    Grid,
    Limits,
    MakeGrid,
    Row,
    make_grid,
)
from kpknow.exports.csv import unguarded

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": gettext_lazy("Western European (windows-1252)"),
    "cp1251": gettext_lazy("Cyrillic (windows-1251)"),
}
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("upright line"),
}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CYRILLIC_WORD = re.compile(r"(?<![^\W\d_])[А-ЯЁЄІЇҐа-яёєіїґ]{3,}(?![^\W\d_])")
WESTERN_WORD = re.compile(r"[A-Za-z][À-ÿŒœŠšŽžŸ]{1,2}(?=[a-z]|\b)|\b[À-ÖØ-Þ][a-z]+")
QUOTED = re.compile(r'"[^"]*"')
FIRST_LINES = 20
BAD_BYTES = gettext_lazy("This file cannot be read as %(encoding)s. Choose other letters, or save it as “CSV UTF-8”.")


def detect_encoding(content: bytes) -> str:
    """One of ENCODINGS: by its mark, as UTF-8 if it can be, else by whether the words look Cyrillic or Western."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    start = content[:4096]
    zeros = sorted((start[::2].count(0), start[1::2].count(0)))
    if zeros[1] > 2 + len(start) // 40 and zeros[0] * 20 <= zeros[1]:  # every other byte: commas and line ends at least
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        some = content[:200_000]
        cyrillic = len(CYRILLIC_WORD.findall(some.decode("cp1251", "replace")))
        western = len(WESTERN_WORD.findall(some.decode("cp1252", "replace")))
        return "cp1251" if cyrillic > western else "cp1252"
    return "utf-8"


def decoded(content: bytes, encoding: str) -> str:
    """Raises FileRefused for bytes this encoding does not know."""
    name = {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    if encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be"
    try:
        return content.decode(name)
    except UnicodeDecodeError as bad:
        raise FileRefused(BAD_BYTES % {"encoding": ENCODINGS[encoding]}) from bad


def detect_separator(text: str) -> str:
    """The one that most first lines have equally often, outside quotation marks; a comma where none stands out."""
    lines = [line for line in QUOTED.sub("", text[:100_000]).splitlines()[:FIRST_LINES] if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return (sum(count == counts[0] for count in counts) if counts and counts[0] else 0, sum(counts))

    best = max(SEPARATORS, key=weight, default=",")
    return best if weight(best)[1] else ","


def read_plain_text(
    content: bytes, encoding: str = "", separator: str = "", limits: Limits = RECORDS, make: MakeGrid = make_grid
) -> Grid:
    """Raises FileRefused. ``encoding`` and ``separator`` are found where they are not given."""
    encoding = encoding if encoding in ENCODINGS else detect_encoding(content)
    text = decoded(content, encoding).removeprefix("\ufeff")
    if said := re.match(r"sep=(.)\r?\n", text):  # a line only spreadsheets know
        text = text[said.end() :]
        separator = separator or said[1]
    separator = separator if separator in SEPARATORS else detect_separator(text)
    return make(rows_of(text, separator), limits, encoding=encoding, separator=separator)


def rows_of(text: str, separator: str) -> Iterator[Row]:
    """Cells as they were written before ``guarded`` put its apostrophes there."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 10))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):  # the words below say where it stopped
            yield Row(number, [unguarded(cell) for cell in cells])
    except csv.Error as broken:
        raise FileRefused(
            _("Row %(number)d cannot be read: a quotation mark is opened and not closed, or the file is cut off.")
            % {"number": number + 1}
        ) from broken
