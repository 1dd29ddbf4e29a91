"""What somebody typed: words that must all be there, "phrases", -words that must not, and beginnings of words*.

Nothing typed reaches a database as it is: expressions are written from stems of our own, quoted.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpknow.search.analyser import TYPED_IN, Word, fold, readings, stem, words
from kpknow.search.concepts import ConceptFound, find_concepts

LONGEST = 300
"""Characters of a query that are read."""
MOST_TERMS = 12
SHORTEST_BEGINNING = 3
"""Letters before a star; fewer would be half the dictionary."""
AS_TYPED_BY_PHONES = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("–—−", "-")})
"""Quotation marks and dashes of other keyboards, in place of the plain ones."""
CHUNK = re.compile(r'(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True)
class Term:
    """One word, or several that stand together; ``concept`` where they name one."""

    words: tuple[str, ...]
    is_excluded: bool = False
    is_beginning: bool = False
    concept: ConceptFound | None = None

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """Every row of stems it may stand in the index as: of one language each, for a text is in one."""
        if len(self.words) == 1:
            return [(reading,) for reading in readings(self.words[0])]
        rows = {tuple(stem(word, language) for word in self.words) for language in TYPED_IN}
        rows.add(tuple(fold(word) for word in self.words))
        return sorted(row for row in rows if all(row))

    @property
    def beginning(self) -> str:
        """The letters of a word ending in a star; empty where there is none."""
        letters = fold(self.words[-1])
        return letters if self.is_beginning and len(letters) >= SHORTEST_BEGINNING else ""


@dataclass(frozen=True)
class Query:
    """``is_cut``: more was typed than is read."""

    text: str
    terms: tuple[Term, ...]
    is_cut: bool = False

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_excluded]

    @property
    def unwanted(self) -> list[Term]:
        return [term for term in self.terms if term.is_excluded]

    @property
    def concepts(self) -> list[ConceptFound]:
        return [term.concept for term in self.wanted if term.concept]


def read(typed: str) -> Query:
    """Never raises, whatever was typed."""
    text = " ".join(typed.replace("\x00", " ").encode(errors="ignore").decode().translate(AS_TYPED_BY_PHONES).split())
    cut = text[:LONGEST]
    terms: list[Term] = []
    plain: list[Word] = []
    for found in CHUNK.finditer(cut):
        minus, phrase, chunk = found.groups()
        if chunk is None:
            terms += written(words(phrase), is_excluded=bool(minus))
        elif chunk.startswith("-"):
            terms += written(words(chunk), is_excluded=True)
        elif chunk.endswith("*"):
            terms += written(words(chunk), is_beginning=True)
        else:
            plain += words(chunk)
    terms = [*with_concepts(plain), *terms]
    return Query(cut, tuple(terms[:MOST_TERMS]), is_cut=len(text) > LONGEST or len(terms) > MOST_TERMS)


def written(found: Sequence[Word], *, is_excluded: bool = False, is_beginning: bool = False) -> Iterable[Term]:
    """The words as one term, if there are any."""
    if found:
        yield Term(tuple(word.text for word in found), is_excluded, is_beginning)


def with_concepts(plain: Sequence[Word]) -> list[Term]:
    """A term for each word, and one for each row of words that names a concept."""
    terms, at = [], 0
    for concept in find_concepts(plain):
        terms += [Term((word.text,)) for word in plain[at : concept.start]]
        terms.append(Term(tuple(word.text for word in plain[concept.start : concept.end]), concept=concept))
        at = concept.end
    return terms + [Term((word.text,)) for word in plain[at:]]
