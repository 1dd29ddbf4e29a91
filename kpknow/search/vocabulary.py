"""Every word that names a concept, ready to be looked up: built from the terms, kept while they stay as they are."""

import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from events.models import Country, CountryTerm, Population, PopulationTerm, TermKind, Topic, TopicTerm
from kpknow.content.models import Touch
from kpknow.content.version import Version, current_version
from kpknow.search.analyser import TYPED_IN, base, fold, stem, words
from kpknow.search.russian_names import case_forms

ConceptKind = Literal["people", "topic", "place"]
Key = tuple[str, ...]

LABELS = ("events.population", "events.topic", "events.country")
EVERYDAY = frozenset({"того", "чад", "катар", "reunion", "la reunion", "maurice", "dominique", "salvador", "jersey"})
"""Folded names of countries that are everyday words (“of that”, “fumes”, “meeting”, a first name): only as written."""
KIND_ORDER = {TermKind.PREFERRED: 0, TermKind.SYNONYM: 1, TermKind.NEAR: 2, TermKind.AVOID: 3}


@dataclass(frozen=True, slots=True)
class Concept:
    kind: ConceptKind
    pk: int | str
    slug: str
    name: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One word for a concept, in parts. ``written``: the same unfolded where it counts only as written, else empty."""

    concept: Concept
    folded: Key
    written: Key
    is_avoided: bool
    order: int


@dataclass(frozen=True)
class Vocabulary:
    """``exact``: folded words → entries. ``stemmed``: per language, stems → entries.

    ``longest`` says for a first word (of a language, or "" for folded ones) how many words its longest entry has, so
    that most words of a query are dismissed by one look.
    """

    exact: dict[Key, list[Entry]] = field(default_factory=dict)
    stemmed: dict[str, dict[Key, list[Entry]]] = field(default_factory=lambda: {one: {} for one in TYPED_IN})
    longest: dict[str, dict[str, int]] = field(default_factory=lambda: {one: {} for one in ("", *TYPED_IN)})

    def add(self, language: str, key: Key, entry: Entry) -> None:
        if not all(key):
            return
        table = self.stemmed[language] if language else self.exact
        table.setdefault(key, []).append(entry)
        openings = self.longest[language]
        openings[key[0]] = max(len(key), openings.get(key[0], 0))


@dataclass(frozen=True, slots=True)
class Row:
    """A term or a name as the database has it."""

    concept: Concept
    language: str
    term: str
    kind: str
    as_written: bool


def plain(word: str) -> str:
    """Folded, without what an apostrophe ties to it: “l’Ukraine” → “ukraine”, “people’s” → “people”."""
    folded = fold(word)
    before, _apostrophe, after = folded.partition("'")
    return after if after and len(before) <= 2 else before


def unaccented(text: str) -> str:
    """Capitals stay, accents and the kind of apostrophe do not matter."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def built(rows: Sequence[Row]) -> Vocabulary:
    """About 50 ms for the shipped words, most of it stemming, done once a process."""
    vocabulary = Vocabulary()
    for row in rows:
        parts = [word.text for word in words(row.term)]
        if not parts:
            continue
        folded = tuple(plain(part) for part in parts)
        as_written = row.as_written or (row.concept.kind == "place" and " ".join(folded) in EVERYDAY)
        entry = Entry(
            row.concept,
            folded,
            tuple(unaccented(part) for part in parts) if as_written else (),
            row.kind == TermKind.AVOID,
            KIND_ORDER[TermKind(row.kind)],
        )
        vocabulary.add("", folded, entry)
        language = base(row.language)
        if as_written or language not in TYPED_IN:
            continue
        forms = case_forms(folded[-1]) if row.concept.kind == "place" and language == "ru" else []
        if row.concept.kind == "place" and len(parts) == 1:
            for form in forms:
                vocabulary.add("", (form,), entry)
        else:
            *openings, last = (stem(part, language) for part in parts)
            for ending in {last, *(stem(form, language) for form in forms)}:
                vocabulary.add(language, (*openings, ending), entry)
    return vocabulary


def read_rows() -> tuple[Row, ...]:
    """Six queries. Words of a merged topic lead to the one it became; a topic's own name is read as English."""
    rows: list[Row] = []

    def note(concept: Concept, language: str, term: str, kind: str, as_written: bool = False) -> None:
        rows.append(Row(concept, language, term, kind, as_written))

    people = {one.pk: concept_of("people", one, one.slug) for one in Population.objects.all()}
    topics = {one.pk: one for one in Topic.objects.select_related("merged_into")}
    stands_for = {pk: one.merged_into or one for pk, one in topics.items()}
    themes = {pk: concept_of("topic", one, one.slug) for pk, one in stands_for.items()}
    countries = Country.objects.only("code", "name", "names")
    places = {one.pk: concept_of("place", one, one.code.lower()) for one in countries}
    for concept in people.values():
        note(concept, "en", concept.name, TermKind.PREFERRED)
    for pk, topic in topics.items():
        note(themes[pk], "en", topic.name, TermKind.SYNONYM if topic.merged_into_id else TermKind.PREFERRED)
    for concept in places.values():
        for language, name in concept.names:
            note(concept, language, name, TermKind.PREFERRED)
    columns = ("language", "term", "kind", "as_written")
    concepts: Any
    for model, concepts in ((PopulationTerm, people), (TopicTerm, themes), (CountryTerm, places)):
        for pk, *term in model._default_manager.order_by("pk").values_list(f"{model.concept_field}_id", *columns):
            note(concepts[pk], *term)
    return tuple(rows)


def concept_of(kind: ConceptKind, record: Any, slug: str) -> Concept:
    return Concept(kind, record.pk, slug, record.name, tuple(sorted(record.names.items())))


class Kept:
    """What this process knows. Rows that stayed the same keep their vocabulary, whoever changed what else."""

    def __init__(self) -> None:
        self.version: Version | None = None
        self.rows: tuple[Row, ...] = ()
        self.vocabulary = Vocabulary()
        self.lock = threading.Lock()

    def now(self) -> Vocabulary:
        """No query but the version's while nothing moved; one more when something did; six when it was a concept."""
        version = current_version()
        if self.version and version.is_settled and self.version.token == version.token:
            return self.vocabulary
        with self.lock:
            if not (self.version and version.is_settled and untouched_since(self.version, version)):
                rows = read_rows()
                if rows != self.rows:
                    self.rows, self.vocabulary = rows, built(rows)
            self.version = version if version.is_settled else None
            return self.vocabulary


def untouched_since(then: Version, now: Version) -> bool:
    if then.epoch != now.epoch:
        return False
    return not Touch.objects.filter(label__in=LABELS, number__gt=then.number).exists()


kept = Kept()
