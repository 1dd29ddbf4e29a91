"""What each row of a file says, and what in it cannot be read: row by row, before anything is saved."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from events.models import Breakdown, Event, OrganisationKind, QuestionKind, term_key
from kpknow.curation.answers.columns import LEAVE_OUT, Said
from kpknow.curation.answers.fields import EMPTY, EMPTY_TICK, NOT_ASKED, TICKED, Field, split_cell
from kpknow.curation.answers.sheet import Sheet
from kpknow.curation.importing.vocabulary import CellRefused, Vocabulary

MOST_LISTED = 500
"""Cells that cannot be read and are named one by one; all are counted."""
LARGEST_NUMBER = 1e12
LONGEST_TEXT = 20_000

Given = tuple[Any, ...]
"""One answer as it will be kept: (“one”, label), (“some”, labels), (“number”, float) or (“text”, str)."""


class NotRead(Exception):
    """``words``: why a cell cannot be read."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    words: str


@dataclass
class Read:
    """One person: what is known of them by breakdown, and what they said by code. No cell that cannot be read."""

    groups: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Given] = field(default_factory=dict)


@dataclass
class Checked:
    """``people``: those with at least one answer. ``counts``: code → how many gave each answer, None for those who gave
    one at all. ``silent``: rows without any answer, which are passed over.
    """

    most: int = MOST_LISTED
    people: list[Read] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    problem_columns: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counter[str | None]] = field(default_factory=dict)
    silent: int = 0

    def note(self, row: int, column: str, words: str) -> None:
        self.problem_count += 1
        self.problem_columns[column] += 1
        if len(self.problems) < self.most:
            self.problems.append(Problem(row, column, words))


def check(sheet: Sheet, fields: Sequence[Field], said: Mapping[str, Said], most: int = MOST_LISTED) -> Checked:
    """All rows of a file; at most so many problems are named one by one."""
    checked = Checked(most)
    readers = readers_of(fields, said)
    heading_of = {place: one.code for one in fields for place in one.places}
    used = {place for one, _said, _read in readers for place in one.places} | {-1}
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        wrong = {place: words for place, words in sheet.wrong.get(number, {}).items() if place in used}
        for place, words in wrong.items():
            checked.note(number, heading_of.get(place, ""), words)
        if -1 in wrong:
            continue
        person = Read()
        for one, meant, read in readers:
            try:
                found = read([row[place] for place in one.places])
            except NotRead as refused:
                checked.note(number, one.code, refused.words)
                continue
            if found is None:
                continue
            if meant.asks:
                person.answers[one.code] = found
            else:
                person.groups[meant.target] = found
        if not person.answers:
            checked.silent += 1
            continue
        checked.people.append(person)
    count(checked)
    return checked


def count(checked: Checked) -> None:
    for person in checked.people:
        for code, given in person.answers.items():
            counts = checked.counts.setdefault(code, Counter())
            counts[None] += 1
            for label in given[1] if given[0] == "some" else given[1:] if given[0] == "one" else ():
                counts[label] += 1


Reader = Callable[[list[str]], Any]


def readers_of(fields: Sequence[Field], said: Mapping[str, Said]) -> list[tuple[Field, Said, Reader]]:
    known = Vocabulary()
    found = []
    for one in fields:
        meant = said.get(one.code)
        if meant is not None and meant.target != LEAVE_OUT:
            found.append((one, meant, reader_of(one, meant, known)))
    return found


def reader_of(one: Field, meant: Said, known: Vocabulary) -> Reader:
    """Each different text of a column is read once; cells repeat."""
    if one.has_ticks and meant.kind == QuestionKind.MULTIPLE and meant.asks:
        return ticks_reader(one, meant)
    read = group_reader(meant.target, known) if not meant.asks else value_reader(meant)
    seen: dict[str, Any] = {}

    def reader(cells: list[str]) -> Any:
        (text,) = cells if len(cells) == 1 else (" ".join(filter(None, cells)),)
        if text not in seen:
            try:
                seen[text] = read(text)
            except NotRead as refused:
                seen[text] = refused
        if isinstance(seen[text], NotRead):
            raise seen[text]
        return seen[text]

    if meant.kind == QuestionKind.OPEN and meant.asks:
        return lambda cells: read(" ".join(filter(None, cells)))
    return reader


def value_reader(meant: Said) -> Callable[[str], Given | None]:
    called = {term_key(text): words for text, words in meant.written.items()}
    called |= {term_key(words): words for words in meant.written.values()}

    def one(text: str) -> Given | None:
        if words := called.get(term_key(text)):
            return "one", words
        if text.casefold() in EMPTY:
            return None
        parts = next((parts for sign in (";", ", ", "|", "\n") if (parts := known_parts(text, sign, called))), [])
        if len(parts) > 1:
            words = _("Several answers in one cell: %(answers)s. This question takes one.")
            raise NotRead(words % {"answers": ", ".join(parts)[:120]})
        raise NotRead(_("“%(text)s” is none of the answers.") % {"text": text[:80]})

    def some(text: str) -> Given | None:
        if text.casefold() in EMPTY and term_key(text) not in called:
            return None
        if words := called.get(term_key(text)):
            return "some", (words,)
        if parts := known_parts(text, meant.separator or ", ", called):
            return "some", tuple(dict.fromkeys(parts))
        unknown = [part for part in split_cell(text, meant.separator or ", ") if term_key(part) not in called]
        raise NotRead(_("“%(text)s” is none of the answers.") % {"text": ", ".join(unknown)[:80] or text[:80]})

    return {QuestionKind.MULTIPLE: some, QuestionKind.NUMBER: number, QuestionKind.OPEN: own_words}.get(
        QuestionKind(meant.kind), one
    )


def known_parts(text: str, separator: str, called: Mapping[str, str]) -> list[str]:
    """The answers a cell is made of, although the sign between them may stand in an answer, too; none if one is not."""
    pieces = text.split(separator)
    found: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            part = separator.join(pieces[start:end]).strip()
            if words := called.get(term_key(part)):
                found.append(words)
                start = end
                break
        else:
            if pieces[start].strip():
                return []
            start += 1
    return found


def number(text: str) -> Given | None:
    if text.casefold() in EMPTY:
        return None
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        found = float(bare)
    except ValueError:
        found = float("nan")
    if not isfinite(found) or abs(found) > LARGEST_NUMBER or not bare.isascii() or "_" in bare:
        raise NotRead(_("“%(text)s” is no number.") % {"text": text[:80]})
    return "number", found


def own_words(text: str) -> Given | None:
    return ("text", text[:LONGEST_TEXT]) if text.casefold() not in EMPTY else None


def ticks_reader(one: Field, meant: Said) -> Reader:
    labels = [meant.written.get(label, label) for label in one.labels]
    own = [term_key(label) for label in one.labels]

    def reader(cells: list[str]) -> Given | None:
        chosen: list[str] = []
        is_answered = False
        for place, cell in enumerate(cells):
            folded = cell.casefold()
            if folded in TICKED or (cell and term_key(cell) == own[place]):
                chosen.append(labels[place])
            elif folded not in EMPTY_TICK and folded not in NOT_ASKED:
                words = _("“%(text)s” under “%(answer)s” is neither a tick nor empty.")
                raise NotRead(words % {"text": cell[:60], "answer": one.labels[place][:60]})
            is_answered = is_answered or bool(cell and folded not in NOT_ASKED)
        return ("some", tuple(dict.fromkeys(chosen))) if is_answered else None

    return reader


def group_reader(target: str, known: Vocabulary) -> Callable[[str], Any]:
    kinds = {term_key(words): kind.value for kind in OrganisationKind for words in (kind.value, str(kind.label))}

    def find(text: str) -> Any:
        if text.casefold() in EMPTY:
            return None
        try:
            if target == Breakdown.COUNTRY:
                return known.countries.one(text)
            if target == Breakdown.POPULATION:
                return known.populations.one(text)
            if target == Breakdown.EVENT:
                return known.of(Event).one(text)
        except CellRefused as refused:
            raise NotRead(refused.words) from refused
        if kind := kinds.get(term_key(text)):
            return kind
        raise NotRead(_("“%(text)s” is no kind of organisation known here.") % {"text": text[:80]})

    return find
