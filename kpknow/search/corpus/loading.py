"""Loads a corpus: first what stories lead to, in whatever order its lines stand, then the stories."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyroaring import BitMap

from events.models import Country
from kpknow.content.history.recording import unrecorded
from kpknow.search.corpus.lines import SAYS_STORY, Refused, digest_of, fields_of, raw_lines
from kpknow.search.corpus.reading import Raw, Reading, has_a_core_to_spare, read_ahead, read_batches
from kpknow.search.corpus.records import SHELVES, Described, load_records
from kpknow.search.corpus.stories import load_stories, unchanged
from kpknow.search.corpus.story_lines import StoryLine
from kpknow.search.corpus.tally import Complain, Tally
from kpknow.search.corpus.tuning import look_at_tables, writing_much
from kpknow.search.indexing import catch_up

BATCH = 500
"""Lines of one transaction: it stays whole when the power goes. More is hardly faster."""
WORTH_A_PROCESS = 20_000_000
"""Bytes of a file from which a second process that reads ahead is worth its start of a second."""
Read = Callable[[int], object]


@unrecorded()
def load_corpus(path: Path, *, complain: Complain, read: Read) -> Tally:
    """Adds what is new, updates what changed, and refuses what it cannot take, without stopping.

    Safe to be killed: whole batches stay, and loading again goes on from there. The search index is complete before the
    first story and after each batch. ``read`` hears of every byte twice. Nothing is written into the history: the file
    is the history of what it brings.
    Raises OSError where the file cannot be read.
    """
    tally = Tally(complain)
    with writing_much():
        countries = frozenset(Country.objects.values_list("code", flat=True))
        seen = _load_places(path, tally, countries, read)
        catch_up()
        stories = ((number, raw) for number, raw in raw_lines(path, read) if number not in seen)
        read_all = read_ahead if path.stat().st_size > WORTH_A_PROCESS and has_a_core_to_spare() else read_batches
        for readings in read_all(_new_lines(stories, tally), countries):
            for lines in _apart(readings, tally):
                load_stories(lines, tally)
        catch_up()
    if tally.counts["added"] or tally.counts["updated"]:
        look_at_tables()
    return tally


def _load_places(path: Path, tally: Tally, countries: frozenset[str], read: Read) -> BitMap:
    """Everything but stories. Returns the numbers of the lines dealt with."""
    waiting: dict[str, dict[str, Described]] = defaultdict(dict)
    seen = BitMap()
    for number, raw in raw_lines(path, read):
        if SAYS_STORY.match(raw):
            continue
        try:
            fields = fields_of(raw)
            if (kind := fields["kind"]) == "story":
                continue
            line = Described(number, digest_of(raw), SHELVES[kind].values(fields, countries))
        except Refused as reason:
            tally.refuse(number, str(reason))
        else:
            name = str(line.values[SHELVES[kind].once])
            batch = waiting[kind]
            if name in batch or len(batch) >= BATCH or any(line.slug == one.slug for one in batch.values()):
                load_records(SHELVES[kind], list(waiting.pop(kind).values()), tally)
            waiting[kind][name] = line
        seen.add(number)
    for kind, batch in waiting.items():
        load_records(SHELVES[kind], list(batch.values()), tally)
    return seen


def _new_lines(lines: Iterator[tuple[int, bytes]], tally: Tally) -> Iterator[list[Raw]]:
    """Batches of those that are new or changed: what stands as it is costs a digest and no more."""
    while batch := list(islice(lines, BATCH)):
        digests = [digest_of(raw) for _number, raw in batch]
        standing = unchanged(digests)
        tally.counts["unchanged"] += sum(digest in standing for digest in digests)
        new = [
            (number, digest, raw)
            for (number, raw), digest in zip(batch, digests, strict=True)
            if digest not in standing
        ]
        if new:
            yield new


def _apart(readings: Iterable[Reading], tally: Tally) -> Iterator[list[StoryLine]]:
    """Batches in which no slug comes twice: the later line finds the record of the earlier."""
    batch: dict[str, StoryLine] = {}
    for one in readings:
        if not isinstance(one, StoryLine):
            tally.refuse(*one)
            continue
        if one.slug in batch:
            yield list(batch.values())
            batch = {}
        batch[one.slug] = one
    if batch:
        yield list(batch.values())
