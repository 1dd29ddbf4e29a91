"""Pairs of topics that may be one: the same letters, the same stems, each other's synonym, a slip of spelling."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from events.models import TermKind, Topic, TopicTerm, term_key
from kpknow.curation.models import DistinctTopics
from kpknow.search.analyser import stems

SHORTEST_SLIP, LONG_WORD = 5, 9
"""Letters below which nothing is taken for a slip (PrEP is not PEP), and from which two slips are."""


class Reason(models.TextChoices):
    """Why two topics are offered, the surest first."""

    LETTERS = "letters", _("the same but for capitals, accents, spaces or signs")
    SYNONYM = "synonym", _("one is also said for the other")
    STEMS = "stems", _("plural, or another form of the same words")
    SPELLING = "spelling", _("a small difference in spelling")


@dataclass(frozen=True)
class Pair:
    one: Topic
    other: Topic
    reason: Reason


class Label(NamedTuple):
    """One way to say a topic. ``letters``: folded, nothing but letters and digits."""

    topic: int
    language: str
    words: str
    letters: str
    is_name: bool


def possible_duplicates() -> list[Pair]:
    """Surest first, then by name; pairs somebody told apart are left out. Four queries; 0.3 s for 2,000 topics."""
    topics = Topic.objects.filter(merged_into__isnull=True).in_bulk()
    apart = set(DistinctTopics.objects.values_list("one", "other"))
    reasons: dict[tuple[int, int], Reason] = {}
    labels = labels_of(topics.values())
    for reason, found in (
        (Reason.LETTERS, same_letters(labels)),
        (Reason.SYNONYM, said_for(labels)),
        (Reason.STEMS, same_stems(labels)),
        (Reason.SPELLING, slips(labels)),
    ):
        for one, other in found:
            if one != other and (key := (min(one, other), max(one, other))) not in apart:
                reasons.setdefault(key, reason)
    pairs = [Pair(topics[one], topics[other], reason) for (one, other), reason in reasons.items()]
    order = list(Reason)
    return sorted(pairs, key=lambda pair: (order.index(pair.reason), pair.one.name.casefold(), pair.other.pk))


def labels_of(topics: Iterable[Topic]) -> list[Label]:
    labels = [label(topic.pk, settings.LANGUAGE_CODE, topic.name, is_name=True) for topic in topics]
    terms = TopicTerm.objects.filter(topic__merged_into__isnull=True).exclude(kind=TermKind.NEAR)
    rows = terms.order_by("pk").values_list("topic", "language", "term")
    return labels + [label(topic, language, term, is_name=False) for topic, language, term in rows]


def label(topic: int, language: str, words: str, *, is_name: bool) -> Label:
    letters = "".join(sign for sign in term_key(words) if sign.isalnum())
    return Label(topic, language, words, letters, is_name)


def together(keyed: Iterable[tuple[str, Label]]) -> Iterator[tuple[Label, Label]]:
    """Every two labels under the same key."""
    found: dict[str, list[Label]] = defaultdict(list)
    for key, one in keyed:
        for other in found[key] if key else ():
            yield other, one
        found[key].append(one)


def same_letters(labels: Iterable[Label]) -> Iterator[tuple[int, int]]:
    for one, other in together((one.letters, one) for one in labels if one.is_name):
        yield one.topic, other.topic


def said_for(labels: Iterable[Label]) -> Iterator[tuple[int, int]]:
    for one, other in together((one.letters, one) for one in labels):
        yield one.topic, other.topic


def same_stems(labels: Iterable[Label]) -> Iterator[tuple[int, int]]:
    """Words of one language in any order: “peer educator” and “educators, peer”."""
    keyed = ((f"{one.language} {' '.join(sorted(stems(one.words, one.language)))}", one) for one in labels)
    for one, other in together(keyed):
        yield one.topic, other.topic


def slips(labels: Iterable[Label]) -> Iterator[tuple[int, int]]:
    """Names that differ by one letter, long ones by two; never by a number or a lone letter."""
    long_enough = (one for one in labels if one.is_name and len(one.letters) >= SHORTEST_SLIP)
    names = sorted(long_enough, key=lambda one: len(one.letters))
    letters, lengths = [one.letters for one in names], [len(one.letters) for one in names]
    for place, one in enumerate(names):
        allowed = 2 if lengths[place] >= LONG_WORD else 1
        last = bisect_right(lengths, lengths[place] + allowed)
        near = process.extract(
            one.letters, letters[place + 1 : last], scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=None
        )
        for _letters, _distance, offset in near:
            other = names[place + 1 + int(offset)]
            if marks(one.words) == marks(other.words):
                yield one.topic, other.topic


def marks(words: str) -> list[str]:
    """What tells things of one name apart: numbers and single letters, of “phase 2” and “hepatitis C”."""
    return sorted(re.findall(r"\d+|\b\w\b", words.casefold()))
