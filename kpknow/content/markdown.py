"""Markdown read as plain-text blocks: no markup survives, so none can run."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False})
LABEL = re.compile(r"\[(?P<label>[^\[\]\n]{1,40})\]\s*")
MARKUP = ("\\", "`", "*", "_", "[", "]", "<", "&", "\t", "\r")
"""Signs that mean something inside a line or in front of one."""
OPENING = ("“", "„", "«", "‘", '"', "'", "(", "¿", "¡", "—", "–", "…")
NUMBERED = re.compile(r"\d{1,9}[.)]")
HEADING = re.compile(r"#{1,6} +(?P<text>[^\s#][^#]*)")


class PlainBlock(NamedTuple):
    """One heading, paragraph or list item. ``label`` is what stood in [brackets] before it, else empty."""

    kind: str
    label: str
    text: str


def plain_blocks(source: str) -> Iterator[PlainBlock]:
    """The blocks of a Markdown text in reading order, empty ones left out. NUL bytes are dropped."""
    source = source.replace("\x00", "")
    simple = simple_blocks(source)
    yield from parsed_blocks(source) if simple is None else simple


def simple_blocks(source: str) -> list[PlainBlock] | None:
    """The same for a text of bare headings, paragraphs and “- ” lists, several times faster.

    None where a sign stands in it that Markdown may read otherwise: then only the parser knows.
    """
    if any(sign in source for sign in MARKUP):
        return None
    blocks = []
    for chunk in source.split("\n\n"):
        lines = chunk.strip("\n").split("\n")
        first = lines[0]
        if first.startswith("- "):
            if not all(line.startswith("- ") and is_bare(line[2:]) for line in lines):
                return None
            blocks += [PlainBlock("item", "", spaced(line[2:])) for line in lines]
        elif first.startswith("#"):
            heading = HEADING.fullmatch(first)
            if len(lines) > 1 or not heading:
                return None
            blocks.append(PlainBlock("heading", "", spaced(heading["text"])))
        elif first:
            if not all(map(is_bare, lines)):
                return None
            blocks.append(PlainBlock("paragraph", "", spaced(chunk)))
    return blocks


def spaced(text: str) -> str:
    """The text with one space between words. Of white space only the space itself is printable: most texts stand so."""
    if text.isprintable() and "  " not in text and not text.endswith(" ") and not text.startswith(" "):
        return text
    return " ".join(text.split())


def is_bare(line: str) -> bool:
    """Whether a line starts as a sentence does and as no list, quotation, rule or code can."""
    return line[:1].isalpha() or line.startswith(OPENING) or (line[:1].isdigit() and not NUMBERED.match(line))


def parsed_blocks(source: str) -> Iterator[PlainBlock]:
    """The same for any Markdown at all, about a millisecond for two thousand words."""
    kinds = {"heading_open": "heading", "list_item_open": "item"}
    kind = "paragraph"
    for token in PARSER.parse(source):
        if token.type in kinds:
            kind = kinds[token.type]
        elif token.type in ("heading_close", "list_item_close"):
            kind = "paragraph"
        elif token.type == "inline":
            text = plain_text(token)
            label = ""
            if kind == "paragraph" and (match := LABEL.match(text)):
                label, text = match["label"].strip(), text[match.end() :]
            if text:
                yield PlainBlock(kind, label, text)
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield PlainBlock("paragraph", "", " ".join(token.content.split()))


def plain_text(inline: Token) -> str:
    """Words of an inline token: emphasis, links and pictures leave their text behind."""
    parts = [" " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or ()]
    return " ".join("".join(parts).split())
