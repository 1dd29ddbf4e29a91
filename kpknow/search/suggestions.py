"""“Did you mean”: words of titles strangers may read, near to what was typed."""

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from kpknow.search.analyser import fold, words
from kpknow.search.engines import hits, matching
from kpknow.search.finding import numbers
from kpknow.search.models import SearchDoc
from kpknow.search.query import Query, Term
from kpknow.search.shelves import library
from kpknow.search.vocabulary import kept

NEAR_ENOUGH = 0.7
"""Normalised Damerau–Levenshtein similarity: two letters of seven."""
MOST_TITLES = 1000
SHORTEST = 4
"""Letters; shorter words are near to everything."""


def better_spelt(query: Query) -> str:
    """The query with each unknown word replaced by the nearest known one; empty where there is nothing better.

    Only words from titles of what can be found now and from the vocabulary: nothing hidden is ever suggested.
    """
    corrected = [better_word(term) for term in query.wanted]
    if not any(corrected):
        return ""
    kept_words = [other or " ".join(term.words) for term, other in zip(query.wanted, corrected, strict=True)]
    return " ".join([*kept_words, *(f"-{' '.join(term.words)}" for term in query.unwanted if len(term.words) == 1)])


def better_word(term: Term) -> str:
    """The nearest known word to one nobody wrote; empty where it is known, named or has no neighbour."""
    typed = fold(term.words[0])
    if len(term.words) > 1 or term.concept or len(typed) < SHORTEST or hits(matching([term])):
        return ""
    known = {fold(word): word for word in [*vocabulary(), *title_words(typed)] if fold(word)[:1] == typed[:1]}
    near = process.extractOne(
        typed, known.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    return known[near[0]].lower() if near else ""


def title_words(typed: str) -> list[str]:
    """Words of the titles in which one begins like it: one query."""
    opening = typed[:2]
    begins = Q(title__startswith=opening) | Q(title__contains=f" {opening}")
    rows = SearchDoc.objects.filter(begins).order_by("-id").values_list("id", "heading")[:MOST_TITLES]
    shown = numbers({kind: shelf.shown for kind, shelf in library.now().items()})
    return [word.text for number, heading in rows if number in shown for word in words(heading)]


def vocabulary() -> list[str]:
    """Words of our own labels of concepts; never an older or hurtful one."""
    entries = (entry for found in kept.now().exact.values() for entry in found if not entry.is_avoided)
    return [word.text for name in {entry.concept.name for entry in entries} for word in words(name)]
