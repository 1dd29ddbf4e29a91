"""Lines of stories read into StoryLine: the half of the work that needs no database."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence

from kpknow.search.corpus.lines import Refused, fields_of
from kpknow.search.corpus.second_reader import keep_reading
from kpknow.search.corpus.story_lines import StoryLine, story_line

Raw = tuple[int, str, bytes]
"""Number, digest and bytes of a line."""
Reading = StoryLine | tuple[int, str]
"""A story, or the number of a line and why it was refused."""


class ReaderLost(Exception):
    """The second process ended before its work was done; what it said stands above."""


def read_stories(lines: Sequence[Raw], countries: frozenset[str]) -> list[Reading]:
    """In order. Asks the database nothing."""
    read: list[Reading] = []
    for number, digest, raw in lines:
        try:
            read.append(story_line(number, digest, fields_of(raw), countries))
        except Refused as reason:
            read.append((number, str(reason)))
    return read


def read_batches(batches: Iterable[Sequence[Raw]], countries: frozenset[str]) -> Iterator[list[Reading]]:
    """Each batch read, in order."""
    for batch in batches:
        yield read_stories(batch, countries)


def read_ahead(batches: Iterable[Sequence[Raw]], countries: frozenset[str]) -> Iterator[list[Reading]]:
    """The same, by a second process that reads a batch while the caller writes the one before.

    The process ends with this one, however that ends: it hears that nobody speaks to it any more. Raises ReaderLost.
    """
    fresh = multiprocessing.get_context("spawn")  # a fork would share the database connection
    ours, theirs = fresh.Pipe()
    reader = fresh.Process(target=keep_reading, args=(theirs, countries), daemon=True)
    reader.start()
    theirs.close()
    try:
        is_reading = False
        for batch in batches:
            done = ours.recv() if is_reading else None
            ours.send(batch)
            is_reading = True
            if done is not None:
                yield done
        if is_reading:
            yield ours.recv()
    except (EOFError, ConnectionError) as silence:
        raise ReaderLost from silence
    finally:
        ours.close()
        reader.join()


def has_a_core_to_spare() -> bool:
    return len(os.sched_getaffinity(0)) > 1
