"""A story's line, read into what its rows will hold."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from kpknow.content.markdown import PlainBlock, plain_blocks
from kpknow.search.analyser import stems
from kpknow.search.corpus.concepts import LONGEST_POPULATION, LONGEST_TAG
from kpknow.search.corpus.lines import (
    Fields,
    Refused,
    country_in,
    language_in,
    link_in,
    links_in,
    moment_in,
    name_in,
    slug_in,
    text_in,
)
from stories.actions.blocks import NARRATORS
from stories.models import text_hash

LONGEST_SUMMARY, LONGEST_BODY = 2_000, 3_000_000
"""Characters. Staff are held to 600 for a summary; a corpus made elsewhere may have longer ones."""
NOBODYS = {"", *NARRATORS}
"""Labels in a text that need no contributor: the lines name none."""
LONGEST_PASSAGE = 240
"""Characters of a story's first paragraph that speak for its themes."""


class Stems(NamedTuple):
    """What the index will hold of a story. Made while the line is read: it is most of the work."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``event`` and ``country`` are empty where the line has none. ``blocks`` are those of ``body``, ``hashes`` theirs.

    ``passage_at`` says which block speaks for its themes: the first paragraph, else the first of all.
    """

    number: int
    digest: str
    slug: str
    title: str
    language: str
    summary: str
    body: str
    blocks: list[PlainBlock]
    hashes: list[str]
    passage_at: int
    stems: Stems
    published: dt.datetime | None
    country: str
    populations: tuple[str, ...]
    tags: tuple[str, ...]
    themes: tuple[str, ...]
    organisations: tuple[str, ...]
    event: str

    @property
    def words(self) -> int:
        """As read_blocks counts them: in a block, words stand one space apart."""
        return sum(block.text.count(" ") + 1 for block in self.blocks)

    @property
    def passage(self) -> str:
        """The words that speak for its themes; empty where it has no text."""
        return self.blocks[self.passage_at].text[:LONGEST_PASSAGE] if self.blocks else ""


def stemmed(text: str, language: str) -> str:
    return " ".join(stems(text, language))


def story_line(number: int, digest: str, fields: Fields, countries: frozenset[str]) -> StoryLine:
    """Raises Refused."""
    slug = slug_in(fields)
    body = text_in(fields, "body", LONGEST_BODY)
    blocks = list(plain_blocks(body))
    if strangers := [block.label for block in blocks if block.label not in NOBODYS]:
        raise Refused(f"[{strangers[0]}] is given a turn in the text and is nobody the line names")
    themes = links_in(fields, "themes")
    if themes and not blocks:
        raise Refused("it has themes and no text: a story belongs to a theme by a passage of its text")
    title = name_in(fields, "title", 200)
    summary = text_in(fields, "summary", LONGEST_SUMMARY)
    language = language_in(fields)
    passage_at = next((at for at, block in enumerate(blocks) if block.kind == "paragraph"), 0)
    return StoryLine(
        number=number,
        digest=digest,
        slug=slug,
        title=title,
        language=language,
        summary=summary,
        body=body,
        blocks=blocks,
        hashes=[text_hash(block.text) for block in blocks],
        passage_at=passage_at,
        stems=Stems(
            stemmed(title, language),
            stemmed(summary, language),
            stemmed("\n".join(block.text for block in blocks), language),
        ),
        published=moment_in(fields, "published"),
        country=country_in(fields, countries),
        populations=links_in(fields, "populations", LONGEST_POPULATION),
        tags=links_in(fields, "tags", LONGEST_TAG),
        themes=themes,
        organisations=links_in(fields, "organisations"),
        event=link_in(fields, "event"),
    )
