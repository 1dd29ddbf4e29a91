"""From a query to the documents it finds, kind by kind, and how they divide under each facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from pyroaring import BitMap

from kpknow.search.concepts import ConceptFound
from kpknow.search.engines import hits, matching, ranked
from kpknow.search.models import DocKind, doc_id
from kpknow.search.query import Query, Term
from kpknow.search.shelves import Shelf, Shelves, library
from kpknow.search.vocabulary import ConceptKind

KIND = "kind"
FILED_UNDER: Mapping[ConceptKind, str] = {"people": "people", "topic": "tag", "place": "place"}
NUMBERS = {kind: BitMap(range(doc_id(kind, 0), doc_id(kind + 1, 0))) for kind in DocKind}
"""Every number a document of a kind can have."""
Choices = Mapping[str, Sequence[str]]
"""Facet → values chosen."""


@dataclass(frozen=True)
class Outcome:
    """What a query finds before anything is chosen: kind → keys of the records, each on its shelf."""

    query: Query
    shelves: Shelves
    keys: Mapping[DocKind, BitMap]

    def under(self, choices: Choices, without: str = "") -> Mapping[DocKind, BitMap]:
        """Less what the choices leave out; those of the facet ``without`` are not asked."""
        asked = {facet: values for facet, values in choices.items() if facet != without}
        kinds = asked.pop(KIND, None)
        return {
            kind: reduce(and_, (chosen(self.shelves[kind], facet, values) for facet, values in asked.items()), keys)
            for kind, keys in self.keys.items()
            if kinds is None or kind.name.lower() in kinds
        }

    def counts(self, facet: str, choices: Choices) -> Mapping[str, int]:
        """Value → how many there would be with it alone in its facet and all other choices as they are."""
        base = self.under(choices, without=facet)
        if facet == KIND:
            return {kind.name.lower(): len(keys) for kind, keys in base.items() if keys}
        counts: dict[str, int] = {}
        for kind, keys in base.items():
            for value, bits in self.shelves[kind].values.get(facet, {}).items() if keys else ():
                if count := keys.intersection_cardinality(bits):
                    counts[value] = counts.get(value, 0) + count
        return counts

    def best(self, keys: Mapping[DocKind, BitMap], most: int) -> list[int]:
        """Numbers of the best documents; those found by what they are filed under alone come last: stories before
        everything else, the latest of each kind first.
        """
        documents = numbers(keys)
        expression = matching(self.query.wanted, any_of=bool(self.query.concepts))
        order = ranked(expression, documents, most, sum(len(found) for found in self.keys.values()))
        if len(order) < most and len(order) < len(documents):
            ranked_ones = BitMap(order)
            for kind in DocKind:
                rest = (documents & NUMBERS[kind]) - ranked_ones
                order += reversed(rest[-(most - len(order)) :] if len(order) < most else ())
        return order


def find(query: Query, shelves: Shelves) -> Outcome:
    """Two questions to the index at most where no concept is named, else one for each term."""
    documents = wanted(query, shelves)
    for term in query.unwanted:
        documents -= hits(matching([term]))
    keys = {kind: of_kind(documents, kind) & shelf.shown for kind, shelf in shelves.items()}
    return Outcome(query, shelves, keys)


def wanted(query: Query, shelves: Shelves) -> BitMap:
    if not query.wanted:
        return BitMap()
    if not query.concepts:
        return hits(matching(query.wanted))
    return reduce(and_, (hits(matching([term])) | filed_under(term, shelves) for term in query.wanted))


def filed_under(term: Term, shelves: Shelves) -> BitMap:
    """Documents of the records that carry the concept the term means."""
    if term.concept is None:
        return BitMap()
    facet, slugs = FILED_UNDER[term.concept.kind], meant(term.concept, shelves)
    found = {kind: chosen(shelf, facet, slugs) for kind, shelf in shelves.items()}
    return numbers({kind: keys for kind, keys in found.items() if keys})


def meant(concept: ConceptFound, shelves: Shelves) -> list[str]:
    """The concept and its parts; where nothing is filed under these, what it is a part of."""
    broader = library.broader if concept.kind == "people" else {}
    slugs = [concept.slug, *(part for part, whole in broader.items() if whole == concept.slug)]
    facet = FILED_UNDER[concept.kind]
    if concept.slug in broader and not any(chosen(shelf, facet, slugs) for shelf in shelves.values()):
        return [broader[concept.slug]]
    return slugs


def chosen(shelf: Shelf, facet: str, values: Sequence[str]) -> BitMap:
    known = shelf.values.get(facet, {})
    return reduce(or_, (known.get(value) or BitMap() for value in values), BitMap())


def numbers(keys: Mapping[DocKind, BitMap]) -> BitMap:
    """Documents' numbers of records' keys."""
    return reduce(or_, (bits.shift(doc_id(kind, 0)) for kind, bits in keys.items()), BitMap())


def of_kind(documents: BitMap, kind: DocKind) -> BitMap:
    """Keys of the records of one kind."""
    return (documents & NUMBERS[kind]).shift(-doc_id(kind, 0))
