"""Where the second process begins: a module that can be imported before Django is set up."""

from multiprocessing.connection import Connection
from typing import Any

import django


def keep_reading(theirs: "Connection[Any, Any]", countries: frozenset[str]) -> None:
    """Answer each batch with what was read, until the other end is closed."""
    django.setup()
    from kpknow.search.corpus.reading import read_stories  # noqa: PLC0415  # its models need Django set up

    try:
        while True:
            theirs.send(read_stories(theirs.recv(), countries))
    except (EOFError, ConnectionError):
        return
