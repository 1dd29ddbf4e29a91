"""Where in each document the words stand: the block of a story, or the text of anything else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    for pk, blocks in readable(wordless, spoken).items():
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


def readable(stories: Sequence[int], spoken: BitMap) -> Mapping[int, list[tuple[int, str]]]:
    """(lasting number, text) of every block anybody may read, in order. Consents are asked only where there are any."""
    if not stories:
        return {}
    speaking = [pk for pk in stories if pk in spoken]
    rows = list(Block.objects.filter(story__in=stories, contribution__isnull=True).values_list(*COLUMNS))
    if speaking:
        own = Block.objects.readable().filter(story__in=speaking, contribution__isnull=False)
        rows += own.values_list(*COLUMNS)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for story, _order, number, text in sorted(rows):
        found[story].append((number, text))
    return found


COLUMNS = ("story", "order", "number", "text")
