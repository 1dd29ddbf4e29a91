"""What the index holds of stories just written: the same as index_records would make, without reading them again."""

import datetime as dt
from collections.abc import Sequence
from hashlib import blake2b

from django.urls import reverse

from kpknow.content.version import current_version
from kpknow.search.corpus.lines import day_of
from kpknow.search.corpus.rows import Row, insert
from kpknow.search.corpus.story_lines import StoryLine
from kpknow.search.models import DocKind, SearchDoc, doc_id

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
COLUMNS = (
    *("id", "owner", "language", "title", "summary", "body", "heading", "address"),
    *("lead", "dated", "published"),
)


def insert_documents(lines: Sequence[StoryLine], stories: Sequence[int], now: dt.datetime) -> None:
    """``stories``: their primary keys. Passages have none: their words are found in their stories.

    Last of all: nothing of a batch may be touched after it, or its documents would be out of date.
    """
    address = reverse("stories:stories")
    rows: list[Row] = []
    for line, story in zip(lines, stories, strict=True):
        dated = str(day_of(line.published)) if line.published else ""
        published = (line.published or now).date()
        rows.append(
            (
                *(doc_id(DocKind.STORY, story), story, line.language, *line.stems),
                *(line.title, f"{address}{line.slug}/", line.summary, dated, published),
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
