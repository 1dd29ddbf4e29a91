"""What the columns of a file most likely are: questions, their kinds and answers. A person has the last word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from events.models import Lean, QuestionKind, Tool
from kpknow.curation.answers.sheet import Sheet

TICKED = {"1", "true", "yes", "y", "x", "checked", "selected", "oui", "si", "sim", "да", "✓", "1.0"}
EMPTY_TICK = {"", "0", "false", "no", "n", "unchecked", "not selected", "non", "nao", "не", "нет", "0.0"}
NOT_ASKED = {"n/a", "#n/a", "na"}
EMPTY = {"", "n/a", "#n/a", "-", "–", "—", "null", "nan", "."}
"""Texts of a cell that say that there is no answer, unless an answer is called so."""
SEPARATORS = (";", ", ", "|", "\n")
MOST_OPTIONS, LONGEST_OPTION = 40, 120
MOST_LOOKED_AT, MOST_CELLS = 20_000, 2_000
NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")
CODE = re.compile(r"[^\s,;|]{1,60}")
BRACKETS = re.compile(r"(?P<before>.*?)\s*\[(?P<inside>[^\[\]]+)\]\s*")
AGREES = re.compile(
    r"\b(agree|d.accord|accord|соглас\w*|de acuerdo|concordo|satisf\w+|likely|confident|useful)\b", re.IGNORECASE
)
AGAINST = re.compile(
    r"\b(disagree|pas d.accord|désaccord|не соглас\w*|en desacuerdo|desacuerdo|discordo|unlikely"
    r"|dissatisf\w+|unsatisf\w+|not (at all )?(satisf\w+|likely|confident|useful))\b",
    re.IGNORECASE,
)
STRONG = re.compile(r"\b(strong|total|compl|très|tout à fait|fort|muy|полност|совершенно)\w*", re.IGNORECASE)
NEITHER = re.compile(r"\b(neither|neutral|neutre|ni d|undecided|нейтральн\w*|затрудня\w*|neutro)\b", re.IGNORECASE)


@dataclass
class Field:
    """One question, or one thing known of a person, as a file holds it.

    ``places``: of its columns; several where each is one answer to be ticked, ``labels`` then names them. ``separator``
    stands between several answers of one cell. ``written``: each answer as the file writes it, and in words.
    """

    code: str
    wording: str
    places: list[int]
    kind: str
    labels: list[str] = field(default_factory=list)
    separator: str = ""
    written: list[tuple[str, str]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def has_ticks(self) -> bool:
        return bool(self.labels)


def fields_of(sheet: Sheet) -> list[Field]:
    """In the order of the columns; codes are unique."""
    found: list[Field] = []
    for code, wording, places, labels in grouped(sheet):
        ticks = [n for n, place in enumerate(places) if labels and is_ticks(sheet, place, labels[n])]
        is_several = bool(ticks) and len(ticks) >= len(places) - 1  # all but words of one's own under “other”
        if is_several:
            found.append(ticked(code, wording, [places[n] for n in ticks], [labels[n] for n in ticks]))
        for number, place in enumerate(places):
            if is_several and number in ticks:
                continue
            part = f"{code} [{labels[number]}]" if labels and labels[number] else code
            said = f"{wording}: {labels[number]}" if labels and labels[number] else wording
            found.append(alone(sheet, part, said, place))
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.code] += 1
        if seen[one.code] > 1:
            one.code = f"{one.code} ({seen[one.code]})"
    return found


def grouped(sheet: Sheet) -> Iterator[tuple[str, str, list[int], list[str]]]:
    """Code, wording, places and the answer each place is for; no answers for a column that stands alone."""
    if sheet.second:
        yield from by_second_line(sheet)
        return
    parents = {heading: place for place, heading in enumerate(sheet.headings)}
    families: dict[str, list[int]] = {}
    for place, heading in enumerate(sheet.headings):
        family, answer = parted(heading, sheet.tool)
        is_choice = bool(answer) and (sheet.tool != Tool.KOBO or family in parents or is_ticks(sheet, place, "", "01"))
        families.setdefault(family if is_choice else f"\x00{place}", []).append(place)
    joined = {parents[family] for family in families if family in parents}
    for family, places in families.items():
        if family.startswith("\x00"):
            if places[0] not in joined:  # the same answers again, all in one cell
                yield sheet.headings[places[0]], words_of(sheet.headings[places[0]], sheet.tool), places, []
        else:
            answers = [parted(sheet.headings[place], sheet.tool)[1] for place in places]
            yield family, words_of(family, sheet.tool), places, answers


def by_second_line(sheet: Sheet) -> Iterator[tuple[str, str, list[int], list[str]]]:
    """A heading goes on over the columns after it that have none."""
    groups: list[list[int]] = []
    for place, heading in enumerate(sheet.headings):
        if groups and (not heading or heading == sheet.headings[groups[-1][0]]) and sheet.second[place]:
            groups[-1].append(place)
        else:
            groups.append([place])
    for places in groups:
        heading = sheet.headings[places[0]] or sheet.second[places[0]]
        labels = [sheet.second[place] for place in places]
        yield heading, heading, places, labels if len(places) > 1 else []


def parted(heading: str, tool: str) -> tuple[str, str]:
    """The question a column belongs to, and the answer it is for; no answer for a column of its own."""
    if tool == Tool.KOBO:
        family, _slash, answer = heading.rpartition("/")
        return (family, answer) if family else (heading, "")
    if found := BRACKETS.fullmatch(heading):
        return found["before"] or heading, found["inside"]
    return heading, ""


def words_of(heading: str, tool: str) -> str:
    """A wording to begin with; a person corrects it."""
    last = heading.rsplit("/", 1)[-1] if tool == Tool.KOBO else heading
    return last.replace("_", " ").strip() if " " not in last else last


def is_ticks(sheet: Sheet, place: int, label: str, only: str = "") -> bool:
    """Whether a column holds nothing but ticks: signs for yes and no, or its own answer written out."""
    cells = {cell.casefold() for cell in list(sheet.column(place))[:MOST_LOOKED_AT]}
    allowed = {"", "0", "1", "true", "false"} if only else TICKED | EMPTY_TICK | NOT_ASKED | {label.casefold()}
    return bool(cells - {""}) <= bool(allowed) and cells <= allowed and cells != {""}


def ticked(code: str, wording: str, places: Sequence[int], labels: Sequence[str]) -> Field:
    written = [(label, words_of(label, Tool.OTHER)) for label in labels]
    return Field(code, wording, list(places), QuestionKind.MULTIPLE, labels=list(labels), written=written)


def alone(sheet: Sheet, code: str, wording: str, place: int) -> Field:
    """One column: its kind by what stands in it."""
    cells = [cell for cell in sheet.column(place) if cell.casefold() not in EMPTY]
    counted = Counter(cells[:MOST_LOOKED_AT])
    found = Field(code, wording, [place], QuestionKind.OPEN, examples=[text[:60] for text in list(counted)[:3]])
    separator, parts = several(counted, is_kobo=sheet.tool == Tool.KOBO)
    if counted and all(NUMBER.fullmatch(text) for text in counted) and not is_scale(counted):
        found.kind = QuestionKind.NUMBER
    elif parts:
        found.kind, found.separator = QuestionKind.MULTIPLE, separator
        found.written = [(text, text) for text in parts]
    elif counted and is_choice(counted):
        found.written = [(text, text) for text in in_order(counted)]
        leans = [lean_of(words) for _text, words in found.written]
        found.kind = QuestionKind.AGREE if leans.count(Lean.FOR) and leans.count(Lean.AGAINST) else QuestionKind.SINGLE
    return found


def is_scale(counted: Counter[str]) -> bool:
    """Few small whole numbers: marks on a scale rather than amounts."""
    return len(counted) <= 7 and all(text.isdecimal() and int(text) <= 10 for text in counted)


def is_choice(counted: Counter[str]) -> bool:
    """Few different short texts, most of them given more than once."""
    if len(counted) > MOST_OPTIONS or max(map(len, counted)) > LONGEST_OPTION:
        return False
    leans = {lean_of(text) for text in counted}
    return {Lean.AGAINST, Lean.FOR} <= leans or sum(counted.values()) * 2 >= 3 * len(counted)


def in_order(counted: Counter[str]) -> list[str]:
    """Numbers by size; scales from disagreeing to agreeing; else as they come in the file."""
    texts = list(counted)
    if all(NUMBER.fullmatch(text) for text in texts):
        return sorted(texts, key=lambda text: float(text.replace(",", ".")))
    leans = {text: lean_of(text) for text in texts}
    if not {Lean.AGAINST, Lean.FOR} <= set(leans.values()):
        return texts
    steps = {Lean.AGAINST: -1, Lean.NEITHER: 0, Lean.FOR: 1}

    def place(text: str) -> tuple[bool, int]:
        """From “strongly disagree” to “strongly agree”; what leans nowhere comes last."""
        step = steps.get(Lean(leans[text]), 0) if leans[text] else 0
        return not leans[text], step * (2 if STRONG.search(text) else 1)

    return sorted(texts, key=place)


def lean_of(words: str) -> str:
    """Which way an answer of an agree scale leans; empty where its words do not say."""
    if NEITHER.search(words):
        return Lean.NEITHER
    if AGAINST.search(words):
        return Lean.AGAINST
    return Lean.FOR if AGREES.search(words) else ""


def several(counted: Counter[str], *, is_kobo: bool) -> tuple[str, list[str]]:
    """The sign between several answers of one cell, and the answers; none where cells hold one each.

    Parts must come again in other company: commas in sentences make ever new ones.
    """
    for separator in (" ", *SEPARATORS) if is_kobo else SEPARATORS:
        some = [split_cell(text, separator) for text in list(counted)[:MOST_CELLS]]
        pairs = never_apart(some)
        cells = [rejoined(split_cell(text, separator), separator, pairs) for text in counted]
        parts = Counter(part for split in cells for part in dict.fromkeys(split))
        if not 1 < len(parts) <= MOST_OPTIONS or max(map(len, parts)) > LONGEST_OPTION:
            continue
        if separator == " " and not all(CODE.fullmatch(part) for part in parts):
            continue
        again = sum(times > 1 for times in parts.values())  # in other company, too
        if any(len(split) > 1 for split in cells) and again * 2 >= len(parts):
            return separator, list(parts)
    return "", []


def never_apart(cells: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """Neighbours that are always neighbours: one answer that holds the sign itself, “I talked, informally”."""
    alone = Counter(part for split in cells for part in split)
    together = Counter(pair for split in cells for pair in pairwise(split))
    return {pair for pair, times in together.items() if times == alone[pair[0]] == alone[pair[1]]}


def rejoined(parts: Sequence[str], separator: str, pairs: set[tuple[str, str]]) -> list[str]:
    joined: list[str] = []
    for number, part in enumerate(parts):
        if number and (parts[number - 1], part) in pairs:
            joined[-1] = f"{joined[-1]}{separator}{part}"
        else:
            joined.append(part)
    return joined


def split_cell(text: str, separator: str) -> list[str]:
    return [part for piece in text.split(separator) if (part := piece.strip())]
