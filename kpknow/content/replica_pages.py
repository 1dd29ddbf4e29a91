"""Readers' pages made from the replica, while it is at the version the primary has just named.

Stands between the page cache, which asks the primary for the version at every request, and Django. A replica that lags
behind, is away, or breaks while a page is made costs a reader time and no more: the page is made from the primary.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import Error, connections

from kpknow.content.page_cache import CURRENT_VERSION
from kpknow.content.replica import REPLICA, reading_from_replica
from kpknow.content.version import Version, read_version
from kpknow.silence import Silence

logger = logging.getLogger(__name__)

AWAY = 5.0
"""Seconds for which a replica that did not answer is not asked again, by this worker."""
FAILED = 500
"""The least status that means that the page broke, and not the reader's question."""


class ReplicaPages:
    """Wraps Django's application. A page that broke over the replica is made once more, from the primary."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.silence = Silence(AWAY)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        version = environ.get(CURRENT_VERSION)
        if version is None or not version.is_settled or not self._is_at(version):
            return self.application(environ, start_response)
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def noting(status: str, headers: list[tuple[str, str]], *broken: Any) -> Callable[[bytes], object]:
            begun.append((status, headers))
            return nothing_is_written

        with reading_from_replica():
            answer = self.application(environ, noting)
        status, headers = begun[-1]
        if int(status[:3]) < FAILED:
            start_response(status, headers)
            return answer
        if close := getattr(answer, "close", None):
            close()
        self._leave()
        return self.application(environ, start_response)

    def _is_at(self, version: Version) -> bool:
        """One read by primary key, of the replica."""
        if self.silence.is_kept():
            return False
        try:
            token, _number, epoch, _door = read_version(REPLICA)
        except Error as away:
            self.silence.begin()
            logger.warning("the replica does not answer and is left alone for a while: %s", type(away).__name__)
            self._leave()
            return False
        self.silence.end()
        return (token, epoch) == (version.token, version.epoch)

    def _leave(self) -> None:
        with suppress(Error):
            connections[REPLICA].close()


def nothing_is_written(_body: bytes) -> None:
    """What WSGI has for writing beside the answer; Django does not use it."""
