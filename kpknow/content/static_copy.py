"""Whether what is read now goes into a copy of the site that leaves for good: nobody can call a memory card back.

While such a copy is made, whoever is asked for consent to a page of this site is asked for consent to exports as well.
The consents themselves are asked here (``events.models.consent``), so no page can forget it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

leaving: ContextVar[bool] = ContextVar("leaving", default=False)


def is_copied() -> bool:
    return leaving.get()


@contextmanager
def copied_for_good() -> Iterator[None]:
    """Everything read in here leaves the site, in this thread. What was kept from pages before is not used."""
    token = leaving.set(True)
    try:
        yield
    finally:
        leaving.reset(token)
