"""The page on which a person goes through a text: a part of its passages, and everybody who speaks in it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kpknow.curation.actions.manuscripts import Answer, answered
from kpknow.curation.documents.passages import (
    LONGEST_LABEL,
    LOOKS_LIKE_LABEL,
    Kind,
    Passage,
    spaced,
    speakers,
)
from kpknow.curation.documents.reading import LONGEST_PASSAGE, clean_text
from kpknow.curation.documents.reading_result import MOST_PASSAGES
from kpknow.curation.documents.transcript import MOST_SPEAKERS
from kpknow.curation.models import Manuscript
from stories.actions.blocks import NARRATORS

ROWS = 50
SHEET_CHARACTERS = 100_000
"""A page holds at most so many passages and signs, so that it loads and saves on a slow line."""
BREAK = re.compile(r"\n[ \t\r]*\n")
TURN_OF = "turn:"
"""Before a speaker's label, in the choice of what a passage is."""
REST = "rest"
"""Chosen of a passage: it and everything after it is left out, such as the comments under a web page."""
BECOMES = ("speaker", "narrator", "text", "out")


@dataclass
class Row:
    """One passage on the page. ``what``: a Kind, TURN_OF with the speaker's label, or REST."""

    place: int
    passage: Passage
    what: str
    text: str
    joins: bool = False
    errors: list[str] = field(default_factory=list)


@dataclass
class Speaker:
    """One speaker of the text: how often they speak, and what a person said of them."""

    label: str
    turns: int
    sample: str
    answer: Answer
    errors: list[str] = field(default_factory=list)


class Worksheet:
    """A part of a manuscript, as it is kept or as it was just sent. ``data``: what was sent."""

    def __init__(self, manuscript: Manuscript, part: int = 1, data: Mapping[str, str] | None = None) -> None:
        self.manuscript, self.data = manuscript, data
        self.passages = manuscript.passages
        self.bounds = sheets(self.passages)
        self.part = min(max(part, 1), len(self.bounds))
        self.errors: list[str] = []

    @cached_property
    def rows(self) -> list[Row]:
        start, end = self.bounds[self.part - 1]
        return [self._row(place, self.passages[place]) for place in range(start, end)]

    @cached_property
    def speakers(self) -> list[Speaker]:
        turns = [passage for passage in self.passages if passage.kind == Kind.TURN]
        times = Counter(passage.label for passage in turns)
        first = {passage.label: passage.text for passage in reversed(turns)}
        return [
            self._speaker(number, label, times[label], first[label])
            for number, label in enumerate(speakers(self.passages))
        ]

    @property
    def choices(self) -> list[tuple[str, Any]]:
        turns = [
            (f"{TURN_OF}{label}", _("%(label)s speaks") % {"label": label})
            for label in dict.fromkeys([*speakers(self.passages), *NARRATORS])
        ]
        kinds = [(kind.value, kind.label) for kind in Kind if kind not in (Kind.TURN, Kind.PICTURE)]
        return [*turns, *kinds, (REST, _("Leave out from here to the end"))]

    def _row(self, place: int, passage: Passage) -> Row:
        what = f"{TURN_OF}{passage.label}" if passage.kind == Kind.TURN else passage.kind
        row = Row(place, passage, what, passage.text)
        if self.data is not None:
            row.what = self.data.get(f"p{place}-what", what)
            row.text = clean_text(self.data.get(f"p{place}-text", passage.text).replace("\x00", ""))
            row.joins = f"p{place}-joins" in self.data
        return row

    def _speaker(self, number: int, label: str, turns: int, sample: str) -> Speaker:
        answer = Answer(label, "narrator" if label in NARRATORS else "speaker", label in self.manuscript.confirmed)
        if self.data is None:
            return Speaker(label, turns, sample, answer)
        errors = []
        name = spaced(clean_text(self.data.get(f"s{number}-label", label).replace("\x00", "")))
        becomes = self.data.get(f"s{number}-becomes", answer.becomes)
        if problem := wrong_label(name):
            errors.append(problem)
        if becomes not in BECOMES:
            becomes = "speaker"
            errors.append(_("Choose one of the four."))
        return Speaker(label, turns, sample, Answer(name, becomes, f"s{number}-confirmed" in self.data), errors)

    @property
    def answers(self) -> dict[str, Answer]:
        return {speaker.label: speaker.answer for speaker in self.speakers}

    def is_valid(self) -> bool:
        """Whether what was sent can be kept; ``revised`` are then the passages of the whole text."""
        start, end = self.bounds[self.part - 1]
        self.revised: list[Passage] = list(self.passages[:start])
        last = next((row for row in self.rows if row.what == REST), None)
        for row in self.rows:
            if last is None or row.place < last.place:
                self._take(row)
        left_out = self.passages[last.place :] if last else []
        self.revised += [Passage(Kind.OUT, one.text, one.label, one.picture) for one in left_out]
        self.revised += self.passages[end:] if last is None else []
        named = speakers(answered(passage, self.answers.get(passage.label)) for passage in self.revised)
        if len(named) > MOST_SPEAKERS * 2:
            self.errors.append(_("More than %(most)d speakers are too many.") % {"most": MOST_SPEAKERS * 2})
        if len(self.revised) > MOST_PASSAGES:
            self.errors.append(_("More than %(most)d paragraphs are too many.") % {"most": MOST_PASSAGES})
        return (
            not self.errors
            and not any(row.errors for row in self.rows)
            and not any(one.errors for one in self.speakers)
        )

    def _take(self, row: Row) -> None:
        """Add the row's passages to those before it: split at empty lines, or joined to the last one."""
        old = row.passage
        if old.picture or row.what == Kind.OUT:
            becomes = Kind.PICTURE if old.picture and row.what == Kind.PICTURE else Kind.OUT
            words = spaced(row.text) if becomes == Kind.PICTURE else spaced(row.text) or old.text
            self.revised.append(Passage(becomes, words[:LONGEST_PASSAGE], old.label, old.picture))
            return
        kind: str
        kind, _turn, label = row.what.partition(":") if row.what.startswith(TURN_OF) else (row.what, "", "")
        if kind not in Kind.values or kind == Kind.PICTURE or (kind == Kind.TURN and wrong_label(label)):
            row.errors.append(_("Choose from the list what it is."))
            return
        if max(map(len, BREAK.split(row.text))) > LONGEST_PASSAGE:
            row.errors.append(_("Longer than %(most)d signs: break it with empty lines.") % {"most": LONGEST_PASSAGE})
            return
        taken = list(pieces(row.text, Passage(kind, "", label), labelled=spaced(row.text) != spaced(old.text)))
        if not taken:
            self.revised.append(Passage(Kind.OUT, old.text, old.label, old.picture))
            return
        if row.joins:
            before = self.revised[-1] if self.revised else None
            if before is None or before.kind in (Kind.OUT, Kind.PICTURE):
                row.errors.append(_("There is no passage before it that it could join."))
                return
            self.revised[-1] = Passage(before.kind, f"{before.text} {taken.pop(0).text}", before.label)
        self.revised += taken


def pieces(text: str, like: Passage, *, labelled: bool) -> Iterable[Passage]:
    """The passages of one field. Where the words were changed, [Label] in front of a piece says who speaks it."""
    for piece in BREAK.split(text):
        words, made = spaced(piece), like
        found = LOOKS_LIKE_LABEL.match(words) if labelled else None
        if found and not wrong_label(spaced(found["words"])):
            words, made = words[found.end() :], Passage(Kind.TURN, "", spaced(found["words"]))
        if words:
            yield Passage(made.kind, words, made.label)


def wrong_label(label: str) -> str:
    """Why this can stand in no [brackets] before a turn; nothing when it can."""
    if not label:
        return _("Write a label.")
    if len(label) > LONGEST_LABEL:
        return _("A label has at most %(most)d signs.") % {"most": LONGEST_LABEL}
    return _("A label has no brackets.") if "[" in label or "]" in label else ""


def sheets(passages: list[Passage]) -> list[tuple[int, int]]:
    """Where each page of passages begins and ends."""
    bounds, start, size = [], 0, 0
    for place, passage in enumerate(passages):
        if place > start and (place - start >= ROWS or size + len(passage.text) > SHEET_CHARACTERS):
            bounds.append((start, place))
            start, size = place, 0
        size += len(passage.text)
    return [*bounds, (start, len(passages))]
