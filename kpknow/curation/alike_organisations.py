"""Pairs of organisations that may be one: the same letters, or a small difference, in the same country or none."""

from collections import defaultdict
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from events.models import Organisation, OrganisationName, term_key
from kpknow.content.models import Status
from kpknow.curation.duplicates import marks
from kpknow.curation.importing.look_alikes import ALIKE, SHORTEST, sorted_words, starts
from kpknow.curation.models import DistinctOrganisations

MOST_COMPARED = 300
"""Organisations that share the rarest beginning of a word; beyond that the beginning says nothing."""


class Called(NamedTuple):
    organisation: int
    country: str | None
    words: str
    folded: str


def possible_double_organisations() -> list[tuple[Organisation, Organisation]]:
    """The likest first, those told apart left out. Five queries."""
    standing = Organisation.objects.exclude(status=Status.WITHDRAWN)
    apart = set(DistinctOrganisations.objects.values_list("one", "other"))
    likeness: dict[tuple[int, int], float] = {}
    by_start: dict[str, list[Called]] = defaultdict(list)
    for one in called(standing):
        for other in near(one, by_start):
            key = (min(one.organisation, other.organisation), max(one.organisation, other.organisation))
            if key[0] != key[1] and key not in apart and (score := alike(one, other)):
                likeness[key] = max(score, likeness.get(key, 0))
        for start in starts(one.folded):
            by_start[start].append(one)
    found = standing.select_related("country").in_bulk({key for pair in likeness for key in pair})
    order = sorted(likeness, key=lambda pair: (-likeness[pair], found[pair[0]].name, pair))
    return [(found[one], found[other]) for one, other in order]


def called(organisations: Any) -> list[Called]:
    """Every name of each, its acronym apart: two bodies may well have the same one."""
    rows = list(organisations.values_list("pk", "country", "name"))
    countries = {key: country for key, country, _name in rows}
    others = OrganisationName.objects.filter(organisation__in=organisations).values_list("organisation", "name")
    rows += [(key, countries[key], name) for key, name in others]
    return [Called(key, country, name, sorted_words(name)) for key, country, name in rows]


def near(one: Called, by_start: dict[str, list[Called]]) -> list[Called]:
    """Names before it that share one of its two rarest beginnings of a word."""
    found = sorted((by_start[start] for start in starts(one.folded) if start in by_start), key=len)
    return [other for some in found[:2] for other in some[-MOST_COMPARED:]]


def alike(one: Called, other: Called) -> float:
    """Percent of letters in common; 0 where they are not alike, or differ by a number or a lone letter."""
    if one.country and other.country and one.country != other.country:
        return 0
    if term_key(one.words) == term_key(other.words):
        return 100
    if min(len(one.folded), len(other.folded)) < SHORTEST or marks(one.words) != marks(other.words):
        return 0
    return fuzz.ratio(one.folded, other.folded, score_cutoff=ALIKE)
