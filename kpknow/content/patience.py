"""A question SQLite works on for too long is given up, as PostgreSQL does by its ``statement_timeout``."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

STEPS = 100_000
"""Of SQLite's machine between two looks at the clock: some milliseconds."""


class Patience:
    """Of one connection. It ends with the first row: whoever reads a long table slowly is not cut off."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until: float | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around each question: see Django's ``execute_wrapper``."""
        self.until = time.monotonic() + self.seconds
        try:
            return execute(sql, params, many, context)
        finally:
            self.until = None

    def is_over(self) -> bool:
        """Asked by SQLite; where it is, the question ends with an OperationalError, “interrupted”."""
        return self.until is not None and time.monotonic() > self.until


def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """A connection just made. Commands, which may work for hours, have no ``STATEMENT_SECONDS``."""
    if connection.vendor != "sqlite":
        return
    wrappers = connection.execute_wrappers
    wrappers[:] = [one for one in wrappers if not isinstance(one, Patience)]
    if settings.STATEMENT_SECONDS:
        patience = Patience(settings.STATEMENT_SECONDS)
        connection.connection.set_progress_handler(patience.is_over, STEPS)
        wrappers.append(patience)
