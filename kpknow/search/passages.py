"""Where in each document the words stand: the block of a story, or the text of anything else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q, TextField
from django.db.models.sql.compiler import SQLCompiler
from pyroaring import BitMap

from kpknow.search.models import KIND_BITS, DocKind, SearchDoc
from kpknow.search.snippets import Wanted
from stories.models import Block


@dataclass(frozen=True)
class Place:
    """A passage with the words in it; ``marks`` are (start, end) in its text."""

    url: str
    text: str
    marks: Sequence[tuple[int, int]]


def places(docs: Sequence[SearchDoc], sought: Wanted, spoken: BitMap) -> Mapping[int, Place]:
    """The passage of each document that has most of the words, the first of equals: one query, two where somebody's
    own words are among them: in the stories ``spoken``. Nothing for a document found by what it is filed under alone.
    """
    found: dict[int, Place] = {}
    stories = {doc.owner: doc for doc in docs if doc.id >> KIND_BITS == DocKind.STORY}
    for doc in docs:
        if marks := sought.marks(doc.lead, doc.language):
            found[doc.id] = Place(doc.address, doc.lead, marks)
    wordless = [pk for pk, doc in stories.items() if doc.id not in found]
    likenesses = sought.likenesses({stories[pk].language for pk in wordless})
    for pk, blocks in readable(wordless, spoken, likenesses).items():
        doc = stories[pk]
        marked = (
            Place(f"{doc.address}#t{number}", text, marks)
            for number, text in blocks
            if (marks := sought.marks(text, doc.language))
        )
        best = next(marked, None) if sought.is_one else max(marked, key=variety, default=None)
        if best:
            found[doc.id] = best
    return found


def variety(place: Place) -> int:
    """Different words marked."""
    return len({place.text[start:end].lower() for start, end in place.marks})


def readable(stories: Sequence[int], spoken: BitMap, likenesses: Sequence[str]) -> Mapping[int, list[tuple[int, str]]]:
    """(lasting number, text) of the blocks anybody may read, in order, without those the database can tell have none of
    the words. Consents are asked only where there are any.
    """
    if not stories:
        return {}
    blocks = Block.objects.all()
    if likenesses:
        blocks = blocks.filter(reduce(or_, (Q(text__is_like=likeness) for likeness in likenesses)))
    speaking = [pk for pk in stories if pk in spoken]
    rows = list(blocks.filter(story__in=stories, contribution__isnull=True).values_list(*COLUMNS))
    if speaking:
        own = blocks.readable().filter(story__in=speaking, contribution__isnull=False)
        rows += own.values_list(*COLUMNS)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for story, _order, number, text in sorted(rows):
        found[story].append((number, text))
    return found


@TextField.register_lookup
class IsLike(Lookup):
    """SQL's LIKE with a pattern of our own, small and capital letters alike."""

    lookup_name = "is_like"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        pattern, more = self.process_rhs(compiler, connection)
        operator = "LIKE" if connection.vendor == "sqlite" else "ILIKE"
        return f"{left} {operator} {pattern}", (*parameters, *more)


COLUMNS = ("story", "order", "number", "text")
