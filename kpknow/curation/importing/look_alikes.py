"""Records a new row may be the same as: names that differ by a letter, an accent, or the order of their words."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from events.models import term_key
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.vocabulary import Vocabulary

ALIKE = 87
"""Percent of letters in common (normalised Indel similarity), words in alphabetical order."""
MOST_ALIKE = 3
SHORTEST = 5
"""Letters; of shorter names one differs from the next by a letter."""
MOST_COMPARED = 400
WORD = re.compile(r"[^\W_]+")


def sorted_words(name: str) -> str:
    return " ".join(sorted(WORD.findall(term_key(name))))


def look_alikes(table: Table, rows: Sequence[Mapping[str, Any]], known: Vocabulary) -> list[list[tuple[Any, str]]]:
    """For each row the key and title of up to three records; the likest first. No query but the roll's own.

    Only names that share a beginning of a word are compared, the rarest first, so that a file of five thousand rows
    against ten thousand records takes seconds.
    """
    roll = table.roll(known)
    if roll is None or not rows:
        return [[] for _row in rows]
    folded = {key: sorted_words(title) for key, title in roll.titles.items()}
    by_start: dict[str, list[Any]] = defaultdict(list)
    for key, name in folded.items():
        for start in starts(name):
            by_start[start].append(key)
    return [alike(sorted_words(table.name_of(row)), folded, by_start, roll.titles) for row in rows]


def starts(name: str) -> set[str]:
    """Three letters of each word, and all of a shorter one."""
    return {word[:3] for word in name.split()}


def alike(
    name: str, folded: Mapping[Any, str], by_start: Mapping[str, list[Any]], titles: Mapping[Any, str]
) -> list[tuple[Any, str]]:
    if len(name) < SHORTEST:
        return []
    near: dict[Any, str] = {}
    for start in sorted(starts(name), key=lambda one: len(by_start.get(one, ()))):
        if len(near) < MOST_COMPARED:
            near.update({key: folded[key] for key in by_start.get(start, ())[:MOST_COMPARED]})
    found = process.extract(name, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_ALIKE)
    return [(key, titles[key]) for _words, _score, key in found]
