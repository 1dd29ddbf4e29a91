"""What somebody said the columns of a file are, kept as it is said and read back the next time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Breakdown, QuestionKind
from kpknow.curation.answers.fields import Field

LEAVE_OUT, NEW = "", "new"
GROUPS = (Breakdown.EVENT, Breakdown.ORGANISATION_KIND, Breakdown.COUNTRY, Breakdown.POPULATION)
"""What is known of a person who answered; the wave is the whole file's."""
LEARNED = {
    Breakdown.EVENT: ("event", "which event", "training"),
    Breakdown.ORGANISATION_KIND: ("organisation type", "type of organisation", "kind of organisation"),
    Breakdown.COUNTRY: ("country", "pays", "pais", "país", "страна", "which country do you live in"),
    Breakdown.POPULATION: ("population", "community", "key population"),
}
LONGEST_WORDING, LONGEST_LABEL = 300, 200


@dataclass
class Said:
    """``target``: LEAVE_OUT, NEW, “q12” for a question of the survey by its key, or one of GROUPS.

    ``written``: how the file writes an answer → its words here, in the order they are shown.
    """

    code: str
    target: str = LEAVE_OUT
    kind: str = QuestionKind.OPEN
    wording: str = ""
    separator: str = ""
    written: dict[str, str] = field(default_factory=dict)

    @property
    def question(self) -> int | None:
        return int(self.target[1:]) if self.target.startswith("q") else None

    @property
    def asks(self) -> bool:
        """Whether the column is a question, new or of the survey."""
        return self.target == NEW or self.question is not None

    @property
    def options(self) -> list[str]:
        """The different answers in words, in order."""
        return list(dict.fromkeys(self.written.values()))

    def kept(self) -> dict[str, Any]:
        """For a column of JSON: PostgreSQL would put the answers of a mapping in an order of its own."""
        return {**self.__dict__, "written": list(self.written.items())}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Said":
        """What ``kept`` gave."""
        return cls(**{**kept, "written": dict(kept["written"])})


def lines_of(written: Mapping[str, str]) -> str:
    """As people edit it: one answer a line, “code = words” where the file writes a code."""
    return "\n".join(text if text == words else f"{text} = {words}" for text, words in written.items())


def written_of(lines: str) -> dict[str, str]:
    """What ``lines_of`` wrote, or a person."""
    found: dict[str, str] = {}
    for line in lines.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        text, sign, words = line.partition(" = ")
        if text.strip():
            found.setdefault(
                text.strip(), " ".join((words if sign and words.strip() else text).split())[:LONGEST_LABEL]
            )
    return found


def proposed(fields: Sequence[Field], known: Mapping[str, Said]) -> list[Said]:
    """``known``: what columns with the same code were before, or are by the wording of the survey's questions."""
    found = []
    for one in fields:
        if one.code in known:
            before = known[one.code]
            found.append(Said(one.code, before.target, before.kind, before.wording, before.separator, before.written))
            continue
        group = next((name for name, words in LEARNED.items() if one.wording.casefold().strip(" ?:*") in words), None)
        found.append(
            Said(
                one.code,
                group.value if group else NEW,
                one.kind,
                one.wording[:LONGEST_WORDING],
                one.separator,
                dict(one.written),
            )
        )
    return found


TARGET_WORDS = {LEAVE_OUT: _("leave out"), NEW: _("a new question")}
