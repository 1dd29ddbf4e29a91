"""Older and hurtful words in what staff wrote, each with our word for it and where that comes from.

The words are those of the vocabulary (“older or hurtful” of populations and topics). Advice: nothing waits.
Quotations and speakers' turns are left alone; people speak of themselves as they like.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.utils.translation import override

from events.models import PopulationTerm, TermKind, TopicTerm, term_key
from kpknow.content.models import Record
from kpknow.curation.checking.texts import Text, texts_of
from kpknow.search.analyser import words
from kpknow.search.concepts import ConceptFound, find_concepts

QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"\n]*\"|‹[^›]*›|^>.*$", re.MULTILINE)
TURN = re.compile(r"^\[[^\]\n]{1,60}\].*?(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
LONGEST = 100_000
"""Characters of one text that are read: find_concepts looks at every word."""


@dataclass(frozen=True)
class Advice:
    """``source``: where it is said that the word is not to be used; empty for a country's older name."""

    text: Text
    words: str
    preferred: str
    source: str


def advice_for(record: Record) -> list[Advice]:
    """One entry for each word of a field. Two queries more than ``texts_of`` where something is found."""
    return advice_in(texts_of(record), record)


def advice_in(texts: Iterable[Text], record: Any) -> list[Advice]:
    """The same for texts of anything else readers see."""
    found = []
    for text in texts:
        if text.is_ours and not text.field.startswith(("slug", "topics")):
            said = str(getattr(record, "body", "")) if text.field == "body" else text.words
            found += [(text, *one) for one in _avoided_in(said, text.language)]
    sources = _sources({(concept.kind, concept.pk) for _text, _words, concept in found}) if found else {}
    return [
        Advice(text, words, concept.label, _nearest(words, sources.get((concept.kind, concept.pk), {})))
        for text, words, concept in found
    ]


def _sources(concepts: set[tuple[str, Any]]) -> dict[tuple[str, Any], dict[str, str]]:
    """For each concept its words to avoid, folded, each with its source."""
    sources: dict[tuple[str, Any], dict[str, str]] = {}
    model: Any
    for kind, model in (("people", PopulationTerm), ("topic", TopicTerm)):
        keys = [pk for one, pk in concepts if one == kind]
        way = f"{model.concept_field}_id"
        avoided = model._default_manager.filter(kind=TermKind.AVOID, **{f"{way}__in": keys})
        for pk, key, source in avoided.values_list(way, "key", "source"):
            sources.setdefault((kind, pk), {})[key] = source
    return sources


def _nearest(words: str, sources: dict[str, str]) -> str:
    """The source of the term that begins most like these words: they may stand in another number or case."""
    said = term_key(words)
    return sources[max(sources, key=lambda term: shared(said, term))] if sources else ""


def shared(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _avoided_in(said: str, language: str) -> list[tuple[str, ConceptFound]]:
    """Each word once."""
    said = said[:LONGEST]
    for rule in (TURN, QUOTED):
        said = rule.sub(lambda left_out: "\n" * len(left_out[0]), said)
    read = words(said)
    found: dict[str, tuple[str, ConceptFound]] = {}
    with override(language.split("-", maxsplit=1)[0]):
        for concept in find_concepts(read):
            if concept.is_avoided:
                written = said[read[concept.start].start : read[concept.end - 1].end]
                found.setdefault(written.casefold(), (written, concept))
    return list(found.values())
