"""What the index holds of stories just written: the same as index_records would make, without reading them again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from django.urls import reverse

from kpknow.content.version import current_version
from kpknow.search.corpus.lines import day_of
from kpknow.search.corpus.rows import Row, insert
from kpknow.search.corpus.story_lines import StoryLine
from kpknow.search.models import DocKind, SearchDoc, doc_id
from kpknow.search.texts import shortened

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
COLUMNS = (
    *("id", "owner", "language", "title", "summary", "body", "heading", "address"),
    *("dated", "published"),
)


def insert_documents(
    lines: Sequence[StoryLine], stories: Sequence[int], passages: Mapping[str, int], now: dt.datetime
) -> None:
    """``stories``: their primary keys; ``passages``: those of their passages, by slug.

    Last of all: nothing of a batch may be touched after it, or its documents would be out of date.
    """
    rows: list[Row] = []
    address = reverse("stories:stories")
    for line, story in zip(lines, stories, strict=True):
        dated = str(day_of(line.published)) if line.published else ""
        published = (line.published or now).date()
        rows.append(
            (
                *(doc_id(DocKind.STORY, story), story, line.language, *line.stems[:3]),
                *(line.title, f"{address}{line.slug}/", dated, published),
            )
        )
        if passage := passages.get(line.slug):
            rows.append(
                (
                    *(doc_id(DocKind.HIGHLIGHT, passage), passage, line.language, "", "", line.stems.passage),
                    *(shortened(line.passage), reverse("stories:highlight", args=(passage_id(line.slug),))),
                    *("", now.date()),
                )
            )
    insert(SearchDoc, COLUMNS, rows, number=current_version().number)


def passage_id(slug: str) -> str:
    """The public id of a story's passage: the same whenever its line is loaded, and longer than those drawn by lot."""
    number = int.from_bytes(blake2b(slug.encode(), digest_size=10).digest())
    letters = []
    for _letter in range(12):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)
