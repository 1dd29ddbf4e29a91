"""Highlights of a source just loaded, coded to themes. A key always gives the same public id."""

import hashlib
from collections.abc import Mapping
from typing import Any

from events.models import Event, Question
from kpknow.demo.facts import Row, rows
from kpknow.demo.people import person
from kpknow.demo.records import make, named
from stories.actions.anchors import mark
from stories.models import Coding, Display, Highlight, HighlightState, Leaning, Story, Theme

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
APART = ("key", "story", "event", "session", "question", "exact", "themes", "poles", "consent_of")
ANSWER = "A survey answer"


def public_id(key: str) -> str:
    """Eight letters and digits from the hash of a key: the same on every site that loads the demo."""
    return "".join(SIGNS[byte % len(SIGNS)] for byte in hashlib.sha256(key.encode()).digest()[:8])


def highlight_blocks(story: Story, slug: str) -> None:
    """Marks the words of each row in the one block that has them; LookupError when none or several have."""
    blocks = list(story.blocks.all())
    for order, row in enumerate(rows("highlights"), start=1):
        if row.get("story") != slug:
            continue
        holding = [block for block in blocks if row["exact"] in block.text]
        if len(holding) != 1:
            raise LookupError(f"{len(holding)} blocks of {slug} say “{row['exact']}”")
        start = holding[0].text.index(row["exact"])
        highlight = Highlight(block=holding[0])
        mark(highlight, start, start + len(row["exact"]))
        words = {name: getattr(highlight, name) for name in ("start", "end", "exact", "prefix", "suffix")}
        add(row, order, block=highlight.block, **words)


def highlight_sessions(event: Event, slug: str) -> None:
    sessions = {session.order: session for session in event.sessions.all()}
    for order, row in enumerate(rows("highlights"), start=1):
        if row.get("event") == slug:
            add(row, order, session=sessions[row["session"]])


def highlight_questions(questions: Mapping[str, Question]) -> None:
    for order, row in enumerate(rows("highlights"), start=1):
        if "question" in row:
            add({"voice": ANSWER} | row, order, question=questions[row["question"]])


def add(row: Row, order: int, **source: Any) -> None:
    consent = person(row["consent_of"])[1] if "consent_of" in row else None
    shown = {"display": Display.PARAPHRASE, "state": HighlightState.CONFIRMED} | row
    highlight = make(
        Highlight, shown, apart=APART, public_id=public_id(row["key"]), order=order, consent=consent, **source
    )
    for slug in row["themes"]:
        make(Coding, {}, highlight=highlight, theme=named(Theme, slug))
    for slug, pole in row.get("poles", {}).items():
        make(Leaning, {"pole": pole}, highlight=highlight, theme=named(Theme, slug))
