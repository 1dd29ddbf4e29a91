"""Which concepts somebody means by what they typed: “drug users”, “секс-работников”, “Ivory Coast”."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from events.models.term import name_in
from kpknow.search.analyser import TYPED_IN, Word, stem
from kpknow.search.vocabulary import Concept, ConceptKind, Entry, Vocabulary, kept, plain, unaccented

ENDINGS = frozenset(
    ["", "s", "es", "e", "ee", "ees", "a", "o", "as", "os", "x", "y", "ies", "l", "al", "aux", "is", "ais", "ao", "oes"]
)
"""What may differ between a typed word and a term of one word, after all they share. Stems alone would take
“preservation” for “préservatifs” and “conviction” for “convicts”."""
LONGEST_ENDING = 3
"""The same for Russian: “наркоман” and “наркоманами”."""
FIRST_CYRILLIC = "\u0400"
PLACE_IN_ORDER: dict[ConceptKind, int] = {"people": 0, "topic": 1, "place": 2}


@dataclass(frozen=True)
class ConceptFound:
    """A concept named by ``words[start:end]``.

    ``slug`` is what its page and the facets use: of a place its code in lower case. ``label`` is our word for it in the
    reader's language; ``is_avoided`` says that the typed one is older or hurtful and must not be printed as ours.
    """

    kind: ConceptKind
    pk: int | str
    slug: str
    start: int
    end: int
    label: str
    is_avoided: bool


def find_concepts(words: Sequence[Word], vocabulary: Vocabulary | None = None) -> list[ConceptFound]:
    """The concepts named in these words, from left to right, the longest name first, no word used twice.

    Words match folded, or inflected in a language of the site. Terms that are “only as written” (TS, ART) match in
    those capitals, or when they are all that was typed. Where words fit several concepts, one spelt as typed comes
    first, then our own words before near and older ones, then people, topics, places. No query but the version's, and
    none where the ``vocabulary`` to read them by is given.
    """
    reading = Reading(words, vocabulary or kept.now())
    found = []
    start = 0
    while start < len(words):
        end, entry = reading.longest_from(start)
        if entry is None:
            start += 1
            continue
        concept = entry.concept
        label = printed(concept)
        found.append(ConceptFound(concept.kind, concept.pk, concept.slug, start, end, label, entry.is_avoided))
        start = end
    return found


def printed(concept: Concept) -> str:
    """The label in the reader's language, in English where we have none."""
    return name_in(dict(concept.names), get_language() or "en") or concept.name


class Reading:
    """One pass over typed words; each is folded once and stemmed once a language, when first asked for."""

    def __init__(self, words: Sequence[Word], vocabulary: Vocabulary) -> None:
        self.texts = [word.text for word in words]
        self.vocabulary = vocabulary
        self.keys = {"": [plain(text) for text in self.texts]}

    def keys_in(self, language: str) -> list[str]:
        """Empty for a word in a script the language is not written in."""
        if language not in self.keys:
            folded = self.keys[""]
            self.keys[language] = [
                stem(text, language) if (word >= FIRST_CYRILLIC) == (language == "ru") else ""
                for text, word in zip(self.texts, folded, strict=True)
            ]
        return self.keys[language]

    def longest_from(self, start: int) -> tuple[int, Entry | None]:
        """The end and the entry of the longest name that begins here; None if no name does."""
        best: tuple[int, Entry | None] = (start, None)
        rank: tuple[int, ...] = ()
        for language, length, entry in self._named_from(start):
            end = start + length
            distance = self._distance(entry, start, end)
            this = (-length, int(bool(language)), *distance, entry.order, PLACE_IN_ORDER[entry.concept.kind])
            if best[1] is None or this < rank:
                best, rank = (end, entry), this
        return best

    def _named_from(self, start: int) -> Iterator[tuple[str, int, Entry]]:
        for language in ("", *TYPED_IN):
            keys = self.keys_in(language)
            most = self.vocabulary.longest[language].get(keys[start], 0)
            table = self.vocabulary.stemmed[language] if language else self.vocabulary.exact
            for length in range(min(most, len(keys) - start), 0, -1):
                fitting = [
                    entry
                    for entry in table.get(tuple(keys[start : start + length]), ())
                    if self._fits(language, entry, start, start + length)
                ]
                yield from ((language, length, entry) for entry in fitting)
                if fitting:
                    break

    def _fits(self, language: str, entry: Entry, start: int, end: int) -> bool:
        if entry.written:
            is_all = start == 0 and end == len(self.texts)
            return is_all or tuple(unaccented(text) for text in self.texts[start:end]) == entry.written
        if not language or end - start > 1:
            return True
        typed, term = self._endings(entry, start)
        if language == "ru":
            return max(len(typed), len(term)) <= LONGEST_ENDING
        return typed in ENDINGS and term in ENDINGS

    def _distance(self, entry: Entry, start: int, end: int) -> tuple[int, int]:
        """How far a word is from the term it was stemmed to: “Нигерии” is nearer to “Нигерия” than to “Нигер”."""
        if end - start > 1:
            return (0, 0)
        typed, term = self._endings(entry, start)
        return (len(typed), len(term))

    def _endings(self, entry: Entry, start: int) -> tuple[str, str]:
        typed, term = self.keys[""][start], entry.folded[0]
        shared = next((n for n, signs in enumerate(zip(typed, term, strict=False)) if signs[0] != signs[1]), None)
        shared = min(len(typed), len(term)) if shared is None else shared
        return typed[shared:], term[shared:]
