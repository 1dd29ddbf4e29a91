"""What each theme means to those who code: as a table, as a codebook for other programs, and compared with one."""

import re
import uuid
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.models import Status
from kpknow.curation.coding.forms import themes_to_code
from kpknow.curation.importing.reading.file import read_file
from kpknow.curation.importing.reading.grid import FileRefused, Grid
from kpknow.curation.importing.vocabulary import Roll
from kpknow.exports.csv import Cell
from kpknow.exports.qdc import LARGEST, Code, NotACodebook, read_qdc
from stories.models import Theme

COLUMNS = ("guid", "theme", "kind", "status", "definition", "include", "exclude", "example")
PARTS: Mapping[str, str] = {"include": "Include", "exclude": "Exclude", "example": "Example"}
"""Parts of a description in a codebook file, each on a line that begins with its word; the same in every language."""
PART = re.compile(rf"^({'|'.join(PARTS.values())}):[ \t]*", re.MULTILINE)
COMPARED: Mapping[str, Any] = {
    "definition": gettext_lazy("definition"),
    "include": gettext_lazy("code it when"),
    "exclude": gettext_lazy("do not code it when"),
    "example": gettext_lazy("example"),
}
ALSO: Mapping[str, str] = {"name": "theme", "code": "theme", "tag": "theme", "description": "definition"}
LONGEST_NAME, LONGEST_MEANING, LONGEST_TEXT = 120, 200, 10_000
MOST_THEMES = 500
NOT_A_CODEBOOK = gettext_lazy(
    "This is no codebook: choose a .qdc file (REFI-QDA, up to 1 MB), or a CSV or XLSX file with the columns theme, "
    "definition, include, exclude, example."
)


def meaning_of(theme: Theme) -> str:
    return theme.definition or theme.meaning


def codebook_rows() -> Iterator[Sequence[Cell]]:
    for theme in themes_to_code():
        name, status = theme.get_kind_display(), theme.get_status_display()
        parts = (getattr(theme, part) for part in PARTS)
        yield (str(theme.guid), theme.name, str(name), str(status), meaning_of(theme), *parts)


def codes() -> Iterator[Code]:
    for theme in themes_to_code():
        parts = [f"{word}: {text}" for part, word in PARTS.items() if (text := getattr(theme, part))]
        yield Code(str(theme.guid), theme.name, "\n".join([meaning_of(theme), *parts]).strip())


# Reading one


@dataclass
class Entry:
    """One theme of a file, and what it is here: new, the same, different, or impossible."""

    number: int
    name: str
    guid: str
    texts: dict[str, str]
    theme: Theme | None = None
    wrong: list[str] = field(default_factory=list)
    differences: list[tuple[str | Promise, str, str]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.theme is None and not self.wrong


def read_codebook(content: bytes, name: str) -> list[Entry]:
    """Raises FileRefused. Categories that cannot be coded to are left out."""
    if name.lower().endswith((".qdc", ".xml")) or content.removeprefix(BOM_UTF8).lstrip()[:1] == b"<":
        entries = from_qdc(content)
    else:
        entries = from_grid(read_file(content, name))
    if len(entries) > MOST_THEMES:
        raise FileRefused(_("A codebook of more than %(most)d themes is not read.") % {"most": MOST_THEMES})
    if not entries:
        raise FileRefused(_("There is no theme in this file."))
    return entries


def from_qdc(content: bytes) -> list[Entry]:
    if len(content) > LARGEST:
        raise FileRefused(NOT_A_CODEBOOK)
    try:
        read = [code for code in read_qdc(content) if code.is_codable]
    except NotACodebook as refused:
        raise FileRefused(NOT_A_CODEBOOK) from refused
    return [Entry(number, code.name, code.guid, described(code.description)) for number, code in enumerate(read, 1)]


def described(description: str) -> dict[str, str]:
    """The parts of a description, as ``codes`` writes them; one written elsewhere is all definition."""
    pieces = PART.split(description.replace("\r\n", "\n"))
    texts = {"definition": pieces[0].strip()}
    of_word = {word: part for part, word in PARTS.items()}
    for word, text in zip(pieces[1::2], pieces[2::2], strict=True):
        part = of_word[word]
        texts[part] = f"{texts[part]}\n{text.strip()}" if part in texts else text.strip()
    return texts


def from_grid(grid: Grid) -> list[Entry]:
    headings = [heading.strip().lower() for heading in grid.headings]
    places = {ALSO.get(heading, heading): place for place, heading in reversed(list(enumerate(headings)))}
    if "theme" not in places:
        raise FileRefused(NOT_A_CODEBOOK)
    entries = []
    for row in grid.rows:
        cells = {name: row.cells[place].strip() for name, place in places.items() if place < len(row.cells)}
        if any(cells.values()):
            texts = {name: cells.get(name, "") for name in COMPARED}
            entries.append(Entry(row.number, cells.get("theme", ""), cells.get("guid", ""), texts))
    return entries


def compare(entries: Sequence[Entry]) -> None:
    """Say of each what it is here. One query."""
    themes = list(Theme.objects.all())
    by_guid, by_name = {theme.guid: theme for theme in themes}, {theme.name.casefold(): theme for theme in themes}
    seen: set[str] = set()
    for entry in entries:
        entry.wrong = list(faults(entry, seen))
        seen.add(entry.name.casefold())
        guid = guid_of(entry.guid)
        entry.theme = (by_guid.get(guid) if guid else None) or by_name.get(entry.name.casefold())
        if entry.theme:
            entry.differences = list(differences(entry, entry.theme))


def faults(entry: Entry, seen: set[str]) -> Iterator[str]:
    if not entry.name:
        yield _("It has no name.")
    if len(entry.name) > LONGEST_NAME:
        yield _("The name has more than %(most)d characters.") % {"most": LONGEST_NAME}
    if entry.name.casefold() in seen:
        yield _("The name stands in the file twice.")
    if "\x00" in entry.name or any("\x00" in text for text in entry.texts.values()):
        yield _("It holds a character no text has.")
    if any(len(text) > LONGEST_TEXT for text in entry.texts.values()):
        yield _("One of its texts has more than %(most)d characters.") % {"most": LONGEST_TEXT}


def differences(entry: Entry, theme: Theme) -> Iterator[tuple[str | Promise, str, str]]:
    """(what, here, in the file); what the file leaves empty is not compared."""
    if entry.name != theme.name:
        yield gettext_lazy("name"), theme.name, entry.name
    for part, words in COMPARED.items():
        here = meaning_of(theme) if part == "definition" else getattr(theme, part)
        there = entry.texts.get(part, "")
        if there and there != here.replace("\r\n", "\n"):
            yield words, here, there


def guid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip().strip("{}"))
    except ValueError:
        return None


@transaction.atomic
def add_new(entries: Sequence[Entry], *, by: Any) -> list[Theme]:
    """Drafts of the new ones, under the number their file gives them; those known here stay as they are."""
    compare(entries)
    roll, made = Roll(Theme), []
    for entry in entries:
        if not entry.is_new:
            continue
        definition = entry.texts.get("definition", "")
        meaning = Truncator(definition.replace("\n", " ")).chars(LONGEST_MEANING)
        theme = Theme(
            name=entry.name,
            slug=roll.free_slug(entry.name),
            status=Status.DRAFT,
            made_by=by,
            meaning=meaning,
            definition=definition if definition != meaning else "",
            **{part: entry.texts.get(part, "") for part in PARTS},
        )
        if guid := guid_of(entry.guid):
            theme.guid = guid
        theme.save()
        made.append(theme)
    return made
