"""How well the rules do on labelled passages.

A passage is a line: a language, a tab, a text in which {kind:words} marks what must be found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kpknow.safety.identifiers import Finding, Kind, find_identifiers

MARK = re.compile(r"\{(?P<kind>[a-z_]+):(?P<words>[^{}]+)\}")


class BadPassage(Exception):
    """A line that cannot be read; its number is given."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Passage:
    """``marks``: kind, start and end of each identifier in ``text``. Clean where there is none."""

    language: str
    text: str
    marks: tuple[tuple[Kind, int, int], ...]


@dataclass
class Tally:
    """``marked``: how many there are. ``met``: found, under any kind. ``named``: found under the right one.

    ``given``: findings under this kind; ``right``: of these, those over a mark.
    """

    marked: int = 0
    met: int = 0
    named: int = 0
    given: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of marked passages a curator would have been shown; what the finding is called matters less."""
        return self.met / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0


@dataclass
class Score:
    kinds: dict[Kind, Tally] = field(default_factory=lambda: defaultdict(Tally))
    clean: int = 0
    false_alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def false_alarm_rate(self) -> float:
        """Share of clean passages in which anything was found."""
        return len(self.false_alarms) / self.clean if self.clean else 0.0

    def recall_of(self, kinds: Iterable[Kind]) -> float:
        tallies = [self.kinds[kind] for kind in kinds]
        marked = sum(tally.marked for tally in tallies)
        return sum(tally.met for tally in tallies) / marked if marked else 1.0


def read_passages(lines: Iterable[str]) -> Iterator[Passage]:
    """Raises BadPassage for a line without a tab or with a kind we do not have. Lines with # in front are comments."""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        language, tab, marked = line.rstrip("\n").partition("\t")
        if not tab:
            raise BadPassage(number)
        marks = []
        text, place = "", 0
        for mark in MARK.finditer(marked):
            if mark["kind"] not in Kind.values:
                raise BadPassage(number)
            text += marked[place : mark.start()]
            marks.append((Kind(mark["kind"]), len(text), len(text) + len(mark["words"])))
            text += mark["words"]
            place = mark.end()
        yield Passage(language, text + marked[place:], tuple(marks))


def covers(finding: Finding, mark: tuple[Kind, int, int]) -> bool:
    """A finding meets a mark when it lies over at least half of it."""
    _kind, start, end = mark
    shared = min(finding.end, end) - max(finding.start, start)
    return shared * 2 >= end - start


def score(passages: Iterable[Passage]) -> Score:
    result = Score()
    for passage in passages:
        found = find_identifiers(passage.text, language=passage.language)
        if not passage.marks:
            result.clean += 1
            result.false_alarms += [f"{passage.text} → {found[0].kind}: {found[0].words}"] if found else []
        for finding in found:
            result.kinds[finding.kind].given += 1
            result.kinds[finding.kind].right += any(covers(finding, mark) for mark in passage.marks)
        for mark in passage.marks:
            meeting = [finding for finding in found if covers(finding, mark)]
            tally = result.kinds[mark[0]]
            tally.marked += 1
            tally.met += bool(meeting)
            tally.named += any(finding.kind == mark[0] for finding in meeting)
            if not meeting:
                result.missed.append(f"{mark[0]}: {passage.text}")
    return result
