"""Full names of people, in scripts with capitals: by lists, by how family names end, by what stands around them.

Measured on our own labelled passages (``manage.py safety_check --score``); a first name alone is not a full name.
"""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpknow.safety.identifiers import name_surroundings as around
from kpknow.safety.identifiers.name_lists import (
    bare,
    fold,
    in_list,
    is_family,
    is_given,
    is_ordinary,
    is_patronymic,
    places,
)
from kpknow.safety.identifiers.reading import Reading

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĦĨĪĮİĴĶĹĻĽŁŃŅŇŌŐŒŔŖŘŚŜŞŠŢŤŦŨŪŮŰŲŴŶŸŹŻŽƏÑẠ-ỹΑ-ΩА-ЯЁІЇЄҐҚҒҢӨҰҮҺӘЎҲҶӢӮЂЈЉЊЋЏԱ-Ֆ"
TOKEN = rf"(?:(?:[{UPPER}]|Dr|Mr|Mrs|Ms|St|Prof|Hon|Rev|Mme|Sr|Sra|Jr|Дж)\.|(?:(?:al|el|ad|ar|as|at|an|az|ash|bin|ben|ul)-|d'|o')?[{UPPER}](?:[^\W\d_]|['-](?=[^\W\d_]))*)"
GAP = r"(?:[ *_]{1,4}|(?<=\.))"
RUN = re.compile(rf"(?<![\w@#/]){TOKEN}(?:{GAP}(?:&\s|{around.PARTICLES}{GAP}){{0,2}}{TOKEN})*(?![\w@])")
PIECE = re.compile(rf"{TOKEN}|[^\W\d_]+|&")
LONGEST = 4
TIED = re.compile(rf"(?:(?:al|el|ad|ar|as|at|an|az|ash|bin|ben|ul)-|d'|o')[{UPPER}]")
INVERTED = re.compile(rf"(?<![\w@#/,-])(?<!, )(?P<family>{TOKEN}), (?P<given>{TOKEN})(?![\w@-]|,\s?[{UPPER}])")
INITIAL = re.compile(r"(?:[^\W\d_]|Дж|Ю|Я)\.(?:-?[^\W\d_]\.)?|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word between capitals may be. ``given`` and ``family``: 2 a name and nothing else, 1 a word as well, 0 none.

    ``is_unknown``: a capital that is no word we know; of a name, perhaps.
    """

    written: str
    folded: str
    is_initial: bool
    is_capital: bool
    is_acronym: bool
    given: int
    family: int
    is_unknown: bool
    is_role: bool
    is_institution: bool
    is_everyday: bool


@lru_cache(maxsize=20_000)
def read_word(written: str) -> Word:
    folded = bare(fold(written.rstrip(".")))
    is_initial = bool(INITIAL.fullmatch(written)) and written[0].isupper()
    is_capital = (written[:1].isupper() or bool(TIED.match(written))) and not is_initial
    is_acronym = len(folded) <= 6 and written.isupper() and not is_initial
    is_role, is_everyday = in_list(folded, around.ROLES), in_list(folded, around.EVERYDAY)
    is_institution = in_list(folded, around.INSTITUTIONS)
    is_word = is_ordinary(folded) or folded in around.EVERYDAY
    long_enough = len(folded) > 2 or not folded.isascii()
    given = is_capital and long_enough and is_given(folded)
    family = is_capital and is_family(folded) and folded not in around.ROLES
    is_known = is_role or is_everyday or is_institution or (is_ordinary(folded) and (is_word or not family))
    return Word(
        written,
        folded,
        is_initial,
        is_capital,
        is_acronym,
        given=given * (1 if is_word or folded in around.ROLES else 2),
        family=family * (1 if is_word else 2),
        is_unknown=is_capital and not is_acronym and len(folded) > 2 and not is_known,
        is_role=folded in around.ROLES,
        is_institution=is_capital and is_institution,
        is_everyday=folded in around.EVERYDAY,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A word where it stands."""

    start: int
    end: int
    word: Word


def find_names(reading: Reading, language: str = "") -> Iterator[tuple[int, int]]:
    for run in RUN.finditer(reading.plain):
        places = [
            Place(run.start() + piece.start(), run.start() + piece.end(), read_word(piece[0]))
            for piece in PIECE.finditer(run[0])
        ]
        if sum(place.word.is_capital or place.word.is_initial for place in places) >= 2:
            yield from names_in(places, reading, language)
        elif title_and_name(places, reading):
            yield places[-1].start, places[-1].end
    yield from inverted_names(reading)


def inverted_names(reading: Reading) -> Iterator[tuple[int, int]]:
    """As lists have them: “Otieno, Grace”."""
    for found in INVERTED.finditer(reading.plain):
        family, given = read_word(found["family"]), read_word(found["given"])
        if family.family == 2 and not family.given and given.given == 2 and not is_place([family]):
            yield found.span()


def names_in(run: Sequence[Place], reading: Reading, language: str) -> Iterator[tuple[int, int]]:
    """Names in one run of capitals, from its left; none where the run names an institution or a place."""
    if names_something_else(run, reading):
        return
    start = 0
    while start < len(run):
        length = 0
        if not run[start].word.is_role or run[start].word.given == 2:
            longest = min(LONGEST, len(run) - start)
            length = next((n for n in range(longest, 1, -1) if fits(run[start : start + n], reading, language)), 0)
        if length > 2 and is_opening(run[start].word) and fits(run[start + 1 : start + length], reading, language):
            start, length = start + 1, length - 1
        if length:
            last = run[start + length - 1]
            ends_sentence = last.word.written.endswith(".") and not last.word.is_initial
            yield run[start].start, last.end - ends_sentence
        start += max(length, 1)


def is_opening(word: Word) -> bool:
    """Perhaps only the first word of a sentence: “Ask Grace Otieno”."""
    return not (word.given or word.family or word.is_initial)


def names_something_else(run: Sequence[Place], reading: Reading) -> bool:
    if any(place.word.is_institution for place in run):
        return True
    if len(run) <= LONGEST and is_place([place.word for place in run]):
        return True
    return bool(around.NAMED_AFTER.search(reading.before(run[0].start, 30)))


def is_place(words: Sequence[Word]) -> bool:
    return " ".join(word.folded for word in words).replace("-", " ") in places()


def fits(part: Sequence[Place], reading: Reading, language: str) -> bool:
    words = [place.word for place in part]
    named = [word for word in words if word.is_capital]
    initials = [word for word in words if word.is_initial]
    ends = (words[0], words[-1])
    if not named or len(named) + len(initials) < 2 or not all(word.is_capital or word.is_initial for word in ends):
        return False
    if any(word.is_acronym and not (word.given or word.family) for word in words) or is_place(words):
        return False
    if any(is_patronymic(word.folded) for word in named):
        return all(word.is_unknown or word.given or word.family for word in named)
    if initials:
        return len(named) <= 2 and (
            with_initials(words, named, initials) or is_introduced_initial(words, part, reading)
        )
    return is_full_name(named) or (language[:2] not in {"de", "lb"} and is_introduced(named, part, reading))


def with_initials(words: Sequence[Word], named: Sequence[Word], initials: Sequence[Word]) -> bool:
    """“A. Osmonova”, “Osmonova A. K.”, “Grace A. Otieno”, “Grace O.”."""
    if any(word.is_everyday and not word.given and not word.family for word in named):
        return False
    dotted = all(word.written.endswith(".") for word in initials)
    if len(named) == 1:
        return dotted and (
            named[0].family == 2
            or (named[0].given and not words[0].is_initial)
            or (named[0].is_unknown and len(initials) > 1)
        )
    return any(word.given == 2 or word.family == 2 for word in named) and all(
        w.is_unknown or w.given or w.family for w in named
    )


def is_introduced_initial(words: Sequence[Word], part: Sequence[Place], reading: Reading) -> bool:
    """“Constable J. Zimba”, “our coordinator T. Mballa”: one initial and a word we do not know, after who it is."""
    if len(words) != 2 or not words[0].is_initial or not words[0].written.endswith(".") or not words[1].is_unknown:
        return False
    return bool(around.PERSON_BEFORE.search(reading.before(part[0].start, 60)))


def is_full_name(named: Sequence[Word]) -> bool:
    """By what the words are alone: a given name and a family name, in either order."""
    if any(not (word.given or word.family or word.is_unknown) for word in named):
        return False
    first, last = named[0], named[-1]
    western = first.given, last.family
    eastern = last.given, first.family
    if (2 in western and 0 not in western) or (2 in eastern and 0 not in eastern and last.given == 2):
        return True
    if first.given == 2 and (last.given == 2 or last.is_unknown):
        return True
    if last.given == 2 and first.is_unknown and not first.written.isupper():
        return True
    if first.is_unknown and len(named) > 2 and is_full_name(named[1:]):
        return True  # a word of the sentence or a rank, in a language whose words we do not know, or a name more
    return first.is_unknown and last.family == 2 and is_typical(last.folded)


def is_typical(folded: str) -> bool:
    """A family name by its ending, in which nothing else ends."""
    return bool(
        re.search(
            r"(?:ova|eva|yeva|bekov|baev|bayev|enko|shvili|adze|uulu|kyzy|ова|ева|ёва|овой|евой|бек(?:ов|ова)\w*|баев\w*|енко|швили|дзе|уулу|кызы)$",
            folded,
        )
    )


def is_introduced(named: Sequence[Word], part: Sequence[Place], reading: Reading) -> bool:
    """Two unknown capitals where a person is spoken of: “our coordinator …”, “…, 34, said”."""
    if len(named) not in (2, 3) or not all(word.is_unknown or word.given or word.family for word in named):
        return False
    before, after = reading.before(part[0].start, 60), reading.after(part[-1].end, 40)
    introduced = around.PERSON_BEFORE.search(before)
    continued = around.PERSON_AFTER.search(after)
    if all(word.is_unknown for word in named):
        return (
            bool(
                introduced
                and not re.search(
                    r"(?i)\b(?:with|by|avec|par|selon|met|member|друг\w*|мо\w+|worker|participant)\W*$", before
                )
            )
            or named_by_age(after)
            or bool(introduced and continued)
        )
    acted = introduced or continued or around.VERB_AFTER.match(after)
    return bool(acted) and any(word.given or word.family for word in named)


def named_by_age(after: str) -> bool:
    return bool(
        re.match(
            r"[*_\"”»)]*,?\s*\(?(?:aged?\s)?[1-9]\d\b|,? (?:said|says|told|recalls?|dit|raconte|сказала?|рассказ\w+|говорит|вспомина\w+|dijo|disse|alisema|said|cried|wept|laughed|smiled|shouted|screamed|whispered|nodded|prayed|slept|pleurait|riait|souriait|a (?:pleuré|ri|souri|crié)|chorou|riu|sorriu|gritou|lloró|rió|sonrió|gritó|lloraba|плач\w+|(?:за|по)?плака\w+|смея\w+|засмея\w+|крича\w+|улыб\w+|alilia|alicheka|menangis|tertawa|khóc|cười|ağladı|güldü|płakała?)(?!\w)",
            after,
        )
    )


def title_and_name(run: Sequence[Place], reading: Reading) -> bool:
    """“Mrs Otieno”, “г-жа Осмонова”: a family name after a title."""
    word = run[-1].word
    if len(run) != 1 or not word.is_unknown or (word.given == 2 and not word.family):
        return False
    return bool(around.TITLE_BEFORE.search(reading.before(run[-1].start, 14)))
