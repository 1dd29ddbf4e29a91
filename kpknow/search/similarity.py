"""Which stories use the same rare words, found out ahead of anybody's asking and kept with the words in common."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from pyroaring import BitMap

from kpknow.content.replica import reading
from kpknow.content.version import current_version, touched_since
from kpknow.search.analyser import base, stem, words
from kpknow.search.engines import by_index, having
from kpknow.search.finding import of_kind
from kpknow.search.models import DocKind, IndexState, SearchDoc, SimilarStory, doc_id
from kpknow.search.shelves import library
from kpknow.search.texts import DocText, stories
from stories.reading.story_facets import STORIES

STORY = "stories.story"
AT_ONCE = 200
"""Stories read and compared together."""
MOST_SIMILAR = 3
MOST_TERMS = 20
"""Of the words of a story, those it is compared by."""
LEAST_SHARED = 3
MOST_SHOWN = 3
"""Words in common that are said."""
COMPARED_APART = 500
"""Changed stories up to which only what they are near to is compared anew."""
COMMONEST = 300
"""Stories a word may be in; one in more of them would cost much and say little."""
ONE_IN = 10
"""Nor in more than one story of so many: where there are few stories, which words are rare is not known."""
SHORTEST = 4
"""Letters of a word that says something."""
WEIGHT_IN_TITLE, WEIGHT_IN_SUMMARY = 3, 2
VALID = """
SELECT s.slug, s.title, s.language, m.other, m.words FROM search_similarstory m
JOIN stories_story s ON s.id = m.other
WHERE m.story = %s AND (m.holds_until IS NULL OR m.holds_until >= %s) AND NOT EXISTS (
    SELECT 1 FROM content_touch t
    WHERE t.label = 'stories.story' AND t.record IN (m.story, m.other) AND t.number > m.number)
ORDER BY m.weight DESC, m.other DESC
"""


@dataclass(frozen=True)
class Similar:
    """Another story and the words it has in common with this one."""

    pk: int
    title: str
    url: str
    language: str
    words: str


def similar_to(story: int) -> list[Similar]:
    """What strangers may see now, nearest first: one query. Nothing for a story they may not see."""
    with reading().cursor() as cursor:
        cursor.execute(VALID, [story, timezone.now().date()])
        rows = cursor.fetchall()
    snapshot = STORIES.now() if rows else None
    if snapshot is None or snapshot.position(story) is None:
        return []
    address = reverse("stories:stories")
    return [
        Similar(pk, title, f"{address}{slug}/", language, shared)
        for slug, title, language, pk, shared in rows
        if snapshot.position(pk) is not None
    ]


def says_something(word: str) -> bool:
    """Not short, no number, and no name: what is written with a capital may be a person."""
    return len(word) >= SHORTEST and word == word.lower() and not any(sign.isdigit() for sign in word)


def weighed_words(text: DocText) -> tuple[Counter[str], dict[str, str]]:
    """How much each stem weighs in a story, and a word that has it."""
    language = base(text.language)
    weights: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    parts = ((text.title, WEIGHT_IN_TITLE), (text.summary, WEIGHT_IN_SUMMARY), (text.body, 1))
    for part, weight in parts:
        for word in words(part):
            if says_something(word.text):
                key = stem(word.text, language)
                weights[key] += weight
                spelt.setdefault(key, word.text)
    return weights, spelt


class Comparison:
    """One run over many stories: what is asked of the index once is known for all of them."""

    def __init__(self, shown: BitMap) -> None:
        self.shown = shown
        self.most = min(COMMONEST, len(shown) // ONE_IN)
        self._holders: dict[str, BitMap] = {}

    def holders(self, key: str) -> BitMap:
        """Stories with this stem; none where it is too common to say anything."""
        if key not in self._holders:
            found = of_kind(having(key), DocKind.STORY) & self.shown
            self._holders[key] = found if len(found) <= self.most else BitMap()
        return self._holders[key]

    def terms(self, text: DocText) -> list[tuple[float, str, BitMap]]:
        """The most telling words: often here and seldom elsewhere (tf–idf), each with the stories that have it."""
        weights, spelt = weighed_words(text)
        rare = ((key, weight, self.holders(key)) for key, weight in weights.items() if key)
        weighed = (
            ((1 + math.log(weight)) * math.log(len(self.shown) / len(bits)), spelt[key], bits)
            for key, weight, bits in rare
            if len(bits) > 1
        )
        return nlargest(MOST_TERMS, weighed, key=lambda term: term[:2])

    def near(self, text: DocText) -> Iterator[tuple[float, int, str]]:
        """The stories with most of these words: how much of their weight (0 to 1), which, and the words."""
        terms = self.terms(text)
        whole = sum(weight for weight, _word, _bits in terms)
        scores: dict[int, float] = defaultdict(float)
        shared: dict[int, list[str]] = defaultdict(list)
        for weight, word, bits in terms:
            for pk in bits:
                scores[pk] += weight
                shared[pk].append(word)
        best = (
            (score / whole, pk) for pk, score in scores.items() if pk != text.pk and len(shared[pk]) >= LEAST_SHARED
        )
        for share, pk in nlargest(MOST_SIMILAR, best):
            yield share, pk, ", ".join(shared[pk][:MOST_SHOWN])

    def write(self, pks: Iterable[int], progress: Callable[[int], object]) -> BitMap:
        """Compare these stories with all others; returns those found near. Four queries for every two hundred, and one
        for each word met for the first time."""
        wanted, neighbours = list(pks), BitMap()
        for some in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
            with transaction.atomic():
                by_index()
                number = current_version().number
                rows = [
                    SimilarStory(story=text.pk, other=pk, weight=share, words=shared[:200], number=number)
                    for text in stories(some)
                    for share, pk, shared in self.near(text)
                ]
                note_ends(rows)
                SimilarStory.objects.filter(story__in=some).delete()
                SimilarStory.objects.bulk_create(rows)
            neighbours.update(row.other for row in rows)
            progress(len(some))
        return neighbours


def note_ends(rows: Sequence[SimilarStory]) -> None:
    """A pair holds as long as the consents in both stories do."""
    docs = {doc_id(DocKind.STORY, pk) for row in rows for pk in (row.story, row.other)}
    ending = SearchDoc.objects.filter(id__in=docs, holds_until__isnull=False)
    ends: dict[int, dt.date | None] = dict(ending.values_list("owner", "holds_until"))
    for row in rows:
        row.holds_until = min(filter(None, (ends.get(row.story), ends.get(row.other))), default=None)


def compare_stories(*, anew: bool = False, progress: Callable[[int], object] = lambda done: None) -> int:
    """Compare what changed since the last time, and those it was or came near to; returns how many stories that were.

    A few milliseconds a story once the words are known. Run by night, after everything is indexed: until then pairs
    of stories that changed are shown to nobody.
    """
    shown = library.now()[DocKind.STORY].shown
    number = current_version().number
    state, _is_new = IndexState.objects.get_or_create(pk=1)
    touched = BitMap(pk for label, pk in touched_since(state.compared) if label == STORY)
    if anew or not state.compared or len(touched) > COMPARED_APART:
        SimilarStory.objects.all().delete()
        due = shown
    else:
        parted = SimilarStory.objects.filter(other__in=touched).values_list("story", flat=True)
        due = shown & (touched | BitMap(parted))
        SimilarStory.objects.filter(Q(story__in=touched) | Q(other__in=touched)).delete()
    comparison = Comparison(shown)
    near = (comparison.write(due, progress) & shown) - due
    comparison.write(near, progress)
    IndexState.objects.filter(pk=1).update(compared=number)
    return len(due) + len(near)
