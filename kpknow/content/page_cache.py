"""Pages that are the same for everybody, kept whole and compressed in front of Django.

Asked before Django builds a request: a page read before costs the question which content is current, nothing more. Kept
in each worker's memory, never on disk, and where several nodes share a Redis there too, under the content version and
the day: an edit, a withdrawal or a consent that lapses empties it at the next request, of whichever worker. Readers'
browsers keep nothing all the same (no-store).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from kpknow.content.compression import encoding_of
from kpknow.content.models import Door
from kpknow.content.version import Version, current_version

if TYPE_CHECKING:
    from kpknow.content.shared_pages import SharedPages  # needs a package only many nodes have

MOST_BYTES = 16 * 1024 * 1024
"""Of bodies, a worker: some 3,000 compressed pages."""
LARGEST = 256 * 1024
"""Bytes of one body; larger ones are downloads nobody asks for twice."""
FOR_EVERYBODY = "is_same_for_everybody"
"""Set on answers that may be kept: see ``same_for_everybody``."""
NEVER = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
"""Requests with one of these are somebody's own."""

PAGE_KIND = "kpknow.page"
"""Key of the WSGI environment under which the name of the view stands that answered: also of a kept page."""

CURRENT_VERSION = "kpknow.version"
"""Key of the WSGI environment under which the version asked here travels on, so that nobody asks again."""

Key = tuple[str, ...]
ResponseT = TypeVar("ResponseT", bound=HttpResponse)


@dataclass(frozen=True)
class Kept:
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    kind: str = ""


def same_for_everybody(request: HttpRequest, response: ResponseT) -> ResponseT:
    """Mark an answer that depends on its address and the public content alone; none that meets a cookie is marked."""
    if response.status_code == 200 and not request.COOKIES:
        setattr(response, FOR_EVERYBODY, True)
    return response


class PageCache:
    """Wraps the WSGI application; asks of each marked answer that it sets no cookie. ``shared``: with other nodes."""

    def __init__(self, application: WSGIApplication, shared: "SharedPages | None" = None) -> None:
        self.application, self.shared = application, shared
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._version: Version | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in NEVER):
            return self.application(environ, start_response)
        version = environ[CURRENT_VERSION] = self._current()
        if version is None or not version.is_settled or version.door == Door.NEUTRAL:
            return self.application(environ, start_response)
        key = key_of(environ)
        if kept := self._pages.get(key) or self._shared(key, version):
            environ[PAGE_KIND] = kept.kind
            start_response(kept.status, list(kept.headers))
            return [kept.body]
        return self._answered(key, version, environ, start_response)

    def _current(self) -> Version | None:
        """The version whose pages are held now, after emptying what is older; None where the database is away."""
        try:
            version = current_version()
        except Error:  # the database is away: Django's own answer says so
            connection.close()
            return None
        if version != self._version:
            with self._lock:
                self._pages, self._bytes, self._version = OrderedDict(), 0, version
        return version

    def _shared(self, key: Key, version: Version) -> Kept | None:
        """Made by another node at this version, or by another worker."""
        page = self.shared.get(version, key) if self.shared else None
        if page:
            self._keep(key, version, page)
        return page

    def _answered(
        self, key: Key, version: Version, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            begun.append((status, headers))
            return start_response(status, headers, *more)

        answer = self.application(environ, noting)
        if getattr(answer, FOR_EVERYBODY, False) and isinstance(answer, HttpResponse) and not answer.cookies:
            status, headers = begun[0]
            page = Kept(status, list(headers), answer.content, environ.get(PAGE_KIND, ""))
            self._keep(key, version, page)
            if self.shared and len(page.body) <= LARGEST:
                self.shared.put(version, key, page)
        return answer

    def _keep(self, key: Key, version: Version, page: Kept) -> None:
        """Only while the version asked before the page was made is still the one held."""
        with self._lock:
            if self._version != version or key in self._pages or len(page.body) > LARGEST:
                return
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > MOST_BYTES:
                _oldest, dropped = self._pages.popitem(last=False)
                self._bytes -= len(dropped.body)


def key_of(environ: WSGIEnvironment) -> Key:
    """Everything a page may depend on: its address as asked (the language is in the path) and how it travels."""
    return (
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        encoding_of(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )
