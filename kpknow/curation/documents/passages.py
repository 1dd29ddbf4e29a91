"""What a text brought in consists of, and how it is written as the Markdown of a story."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.actions.blocks import NARRATORS

NARRATOR, ASSUMED = NARRATORS
LONGEST_LABEL = 40
"""Characters; what kpknow.content.markdown reads as a label."""
MARKUP = re.compile(r"[\\`*<&\[\]]|(?<![^\W_])_|_(?![^\W_])")
OPENS_A_LINE = re.compile(r"(?P<number>\d{1,9})(?P<stop>[.)])|[#>+=~-]")
LOOKS_LIKE_LABEL = re.compile(rf"\[(?P<words>[^\[\]\n]{{1,{LONGEST_LABEL}}})\]\s*")


class Kind(models.TextChoices):
    PARAGRAPH = "paragraph", _("Paragraph")
    HEADING = "heading", _("Heading")
    OPENING = "opening", _("Heading: a new story begins here")
    ITEM = "item", _("List item")
    QUOTE = "quote", _("Quotation")
    PICTURE = "picture", _("Picture")
    TURN = "turn", _("Speaker’s turn")
    OUT = "out", _("Leave out")


@dataclass(frozen=True)
class Passage:
    """One block to be. ``label``: who speaks, for turns. ``picture``: the place of a picture among those it came with,
    from 1; its text is the alternative text the file gave it.
    """

    kind: str
    text: str
    label: str = ""
    picture: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def spaced(text: str) -> str:
    """One space between words and none around them: what a block keeps of white space."""
    return " ".join(text.split())


def speakers(passages: Iterable[Passage]) -> list[str]:
    """Labels of the turns, in the order they first speak."""
    return list(dict.fromkeys(passage.label for passage in passages if passage.kind == Kind.TURN))


def as_markdown(passages: Iterable[Passage]) -> str:
    """The body of a story in which kpknow.content.markdown reads these very passages.

    A paragraph that begins with words in [brackets] would be read as a turn; such brackets become round ones.
    """
    lines: list[str] = []
    before = ""
    for passage in passages:
        if passage.kind in (Kind.OUT, Kind.PICTURE) or not (text := spaced(passage.text)):
            continue
        if lines and not (passage.kind == before == Kind.ITEM):
            lines.append("")
        if passage.kind in (Kind.PARAGRAPH, Kind.QUOTE):
            text = LOOKS_LIKE_LABEL.sub(r"(\g<words>) ", text, count=1) if text.startswith("[") else text
        lines.append(marked(passage, spaced(text)))
        before = passage.kind
    return "\n".join(lines)


def marked(passage: Passage, text: str) -> str:
    if passage.kind == Kind.TURN:
        return f"[{MARKUP.sub(escaped, passage.label)}] {MARKUP.sub(escaped, text)}"
    sign = {Kind.HEADING: "## ", Kind.OPENING: "## ", Kind.ITEM: "- ", Kind.QUOTE: "> "}.get(Kind(passage.kind), "")
    text = MARKUP.sub(escaped, text)
    if sign == "## ":
        return sign + re.sub(r"#", r"\\#", text)
    if opened := OPENS_A_LINE.match(text):
        at = opened.start("stop") if opened["stop"] else 0
        text = f"{text[:at]}\\{text[at:]}"
    return sign + text


def escaped(sign: "re.Match[str]") -> str:
    return f"\\{sign[0]}"
