"""Loads a corpus: first what stories lead to, in whatever order its lines stand, then the stories."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.db import connection
from pyroaring import BitMap

from events.models import Country
from kpknow.search.corpus.lines import SAYS_STORY, Refused, digest_of, fields_of, raw_lines
from kpknow.search.corpus.records import SHELVES, Described, load_records
from kpknow.search.corpus.stories import load_stories, unchanged
from kpknow.search.corpus.story_lines import StoryLine, story_line
from kpknow.search.corpus.tally import Complain, Tally
from kpknow.search.indexing import catch_up

BATCH = 500
"""Lines of one transaction: it stays whole when the power goes. More is hardly faster."""
Read = Callable[[int], object]


def load_corpus(path: Path, *, complain: Complain, read: Read) -> Tally:
    """Adds what is new, updates what changed, and refuses what it cannot take, without stopping.

    Safe to be killed: whole batches stay, and loading again goes on from there. ``read`` hears of every byte twice.
    Raises OSError where the file cannot be read.
    """
    tally = Tally(complain)
    pack_quickly()
    countries = frozenset(Country.objects.values_list("code", flat=True))
    seen = _load_places(path, tally, countries, read)
    stories = ((number, raw) for number, raw in raw_lines(path, read) if number not in seen)
    while batch := list(islice(stories, BATCH)):
        for lines in _apart(_story_lines(batch, tally, countries)):
            load_stories(lines, tally)
    catch_up()  # themes: each batch of stories touched them
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


def _story_lines(batch: Sequence[tuple[int, bytes]], tally: Tally, countries: frozenset[str]) -> Iterator[StoryLine]:
    """Those that are new or changed: what stands as it is costs a digest and no more."""
    digests = [digest_of(raw) for _number, raw in batch]
    standing = unchanged(digests)
    for (number, raw), digest in zip(batch, digests, strict=True):
        if digest in standing:
            tally.counts["unchanged"] += 1
            continue
        try:
            yield story_line(number, digest, fields_of(raw), countries)
        except Refused as reason:
            tally.refuse(number, str(reason))


def _apart(lines: Iterable[StoryLine]) -> Iterator[list[StoryLine]]:
    """Batches in which no slug comes twice: the later line finds the record of the earlier."""
    batch: dict[str, StoryLine] = {}
    for line in lines:
        if line.slug in batch:
            yield list(batch.values())
            batch = {}
        batch[line.slug] = line
    if batch:
        yield list(batch.values())


def look_at_tables() -> None:
    """Tell the database what its tables hold now: after so many rows at once, its picture of them is wrong.

    PostgreSQL also merges what its text index put aside while rows came in; without that, searching stays slow.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("RESET statement_timeout")
        else:
            cursor.execute("ANALYZE")


def pack_quickly() -> None:
    """PostgreSQL's first way of packing long texts costs as much as all else; not every server has the second."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(name, 'lz4', false) FROM pg_settings "
                "WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
            )
