"""Markdown read as plain-text blocks: no markup survives, so none can run."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False})
LABEL = re.compile(r"\[(?P<label>[^\[\]\n]{1,40})\]\s*")


class PlainBlock(NamedTuple):
    """One heading, paragraph or list item. ``label`` is what stood in [brackets] before it, else empty."""

    kind: str
    label: str
    text: str


def plain_blocks(source: str) -> Iterator[PlainBlock]:
    """The blocks of a Markdown text in reading order, empty ones left out. NUL bytes are dropped."""
    kinds = {"heading_open": "heading", "list_item_open": "item"}
    kind = "paragraph"
    for token in PARSER.parse(source.replace("\x00", "")):
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
