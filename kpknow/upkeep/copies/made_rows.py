"""A row of a copy as a row of this site, checked as its fields check what people type."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from events.models import Breakdown, Event, Population, Tally, Term, Topic, term_key
from kpknow.safety.documents import read_upload
from kpknow.safety.pictures import clean_picture
from kpknow.upkeep.copies.folder import DATA
from kpknow.upkeep.copies.frozen import frozen_from
from kpknow.upkeep.copies.table import Name, Row, Table, brought, is_reference
from stories.models import Block, ThemeVersion, text_hash

NUL = b"\\u0000"
"""As JSON writes it."""

Keys = Mapping[type[models.Model], Mapping[Name, Any]]


def made(table: Table, row: Row, keys: Keys, folder: Path) -> Any:
    """Unsaved, without its people and ties. Raises KeyError, TypeError, ValueError, OSError and ValidationError."""
    if set(row) != set(table.columns):
        raise ValueError(f"columns {sorted(set(row) ^ set(table.columns))} are missing or unknown")
    if NUL in json.dumps(row, ensure_ascii=False).encode():  # that refuses half of a pair of UTF-16 by itself
        raise ValueError("a text has a sign no database takes")
    one = table.model(**table.filled)
    for name in table.leaves:
        column = table.field(name)
        if column.many_to_many or name == table.kept:
            continue
        value = brought(table, row, name, keys)
        if not is_reference(column) and value not in column.empty_values:
            value = column.clean(value, one)
        setattr(one, column.attname, value)
    if finish := FINISHED.get(table.model):
        finish(one, keys)
    elif isinstance(one, Term):
        one.key = term_key(one.term)
    if table.kept and row[table.kept]:
        keep_upload(table, one, folder, str(row[table.kept]))
    return one


def finish_topic(topic: Topic, keys: Keys) -> None:
    topic.key = term_key(topic.name)


def finish_block(block: Block, keys: Keys) -> None:
    block.text_hash = text_hash(block.text)


def finish_version(version: ThemeVersion, keys: Keys) -> None:
    version.content = frozen_from(version.content, keys)


def finish_tally(tally: Tally, keys: Keys) -> None:
    """The key of an event or of people again; of those that were not in the copy a number nobody has."""
    model = {Breakdown.EVENT: Event, Breakdown.POPULATION: Population}.get(tally.breakdown)  # type: ignore[call-overload]
    if model is not None and tally.group:
        unknown = tally.group.startswith("?")
        tally.group = f"-{int(tally.group[1:])}" if unknown else str(keys[model][tally.group])


FINISHED: Mapping[type[models.Model], Callable[[Any, Keys], None]] = {
    Topic: finish_topic,
    Block: finish_block,
    ThemeVersion: finish_version,
    Tally: finish_tally,
}
"""What follows from the fields of a row and is not in a copy."""


def keep_upload(table: Table, one: Any, folder: Path, name: str) -> None:
    """Pictures are written anew and files looked through, as those that people upload."""
    place = (folder / DATA).resolve()
    path = (place / name).resolve()
    if not path.is_relative_to(place):
        raise ValueError(f"{name} lies outside the copy")
    content = ContentFile(path.read_bytes(), name=path.name)
    file = getattr(one, table.kept)
    if isinstance(table.field(table.kept), models.ImageField):
        file.save("picture.webp", clean_picture(content), save=False)  # type: ignore[arg-type]  # a file it can read
        return
    document = read_upload(content.read())
    file.save(f"file.{document.kind}", ContentFile(document.data), save=False)
    one.file_kind, one.file_bytes, one.file_tells = document.kind, len(document.data), document.tells
