import json

import pytest

from kpknow.search.corpus.reading import Raw, ReaderLost, read_ahead, read_batches
from tests.search.corpus.files import a_story

COUNTRIES = frozenset({"KE"})


def batches() -> list[list[Raw]]:
    lines = [(number, "", json.dumps(a_story(f"story-{number}")).encode()) for number in range(5)]
    return [lines[:2], [(7, "", b"nonsense")], lines[2:]]


def test_a_second_process_reads_what_the_first_would() -> None:
    assert list(read_ahead(batches(), COUNTRIES)) == list(read_batches(batches(), COUNTRIES))
    assert list(read_ahead([], COUNTRIES)) == []


def test_a_reader_that_dies_is_missed() -> None:
    with pytest.raises(ReaderLost):
        list(read_ahead([[(1, "", None)], *batches()], COUNTRIES))
