"""One line a request: which kind of page, how it ended, how long it took. Nothing of who asked, or for which words."""

import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from kpknow.content.page_cache import PAGE_KIND
from kpknow.upkeep.metrics import count_request

REQUEST_ID = "kpknow.request_id"
"""Key of the WSGI environment: eight hexadecimal digits, drawn anew for each request."""
NO_PAGE, STATIC_FILE = "none", "static"
"""The kinds of what no address of ours answers, and of files of the design."""

lines = logging.getLogger("kpknow.requests")


class LoggedRequests:
    """Wraps all else. A line is a JSON object; its time is the hour (UTC), for a minute can be tied to a person.

    ``ms`` is the time to the answer's first byte, the sending of a long file left out.
    """

    def __init__(self, application: WSGIApplication, *, is_written: bool) -> None:
        self.application, self.is_written = application, is_written

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[REQUEST_ID] = number = secrets.token_hex(4)
        begun, statuses = time.perf_counter(), []

        def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            statuses.append(status)
            return start_response(status, headers, *more)

        answer = self.application(environ, noting)
        seconds = time.perf_counter() - begun
        kind, status = environ.get(PAGE_KIND, NO_PAGE), int(statuses[-1][:3]) if statuses else 0
        count_request(kind, status, seconds)
        if self.is_written:
            hour = timezone.now().strftime("%Y-%m-%dT%HZ")
            told = {"at": hour, "id": number, "page": kind, "status": status, "ms": round(seconds * 1000)}
            lines.info("%s", json.dumps(told))
        return answer


def page_kinds(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: says which view answered, under the name its address has; never the address."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        if match and match.url_name:
            request.META[PAGE_KIND] = match.view_name
        elif request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
            request.META[PAGE_KIND] = STATIC_FILE
        return response

    return answer
