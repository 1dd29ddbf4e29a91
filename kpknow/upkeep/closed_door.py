"""What a closed site answers: nothing is written, or nobody is let in. Asked at each request, in every process."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kpknow.content.history.recording import SAFE_METHODS
from kpknow.content.models import Door
from kpknow.content.page_cache import CURRENT_VERSION
from kpknow.content.version import door_now

logger = logging.getLogger(__name__)

DOOR = "kpknow.door"
"""Key of the request's environment, written by the first middleware and read by the second."""
SIGNS_OF_LIFE = ("/healthz", "/readyz")
"""Asked by what stands in front of the site; they name nothing."""
COMES_BACK = str(60 * 60)
"""Seconds after which whoever asks by machine may ask again."""

NEUTRAL_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<link rel="icon" href="data:,"><title>Not available</title><p>This page is not available.</p></html>\n'
)
NEUTRAL_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; img-src data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Retry-After": COMES_BACK,
    "X-Content-Type-Options": "nosniff",
}

Answer = Callable[[HttpRequest], HttpResponseBase]
last_seen = {"door": str(Door.OPEN)}
"""Of this process: a site that lets nobody in goes on so while its database is away."""


def neutral_page(get_response: Answer) -> Answer:
    """Middleware, above all others. No word of the site leaves it, no colour and no cookie."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info in SIGNS_OF_LIFE:
            return get_response(request)
        request.META[DOOR] = door = door_of(request)
        if door == Door.NEUTRAL:
            return HttpResponse(NEUTRAL_PAGE, status=503, headers=NEUTRAL_HEADERS)
        return get_response(request)

    return answer


def closed_page(get_response: Answer) -> Answer:
    """Middleware, above sessions' users, forms and their checks: readers read, nothing else is done."""
    staff = f"/{settings.STAFF_PATH}"

    def answer(request: HttpRequest) -> HttpResponseBase:
        is_writing = request.method not in SAFE_METHODS or request.path_info.startswith(staff)
        if is_writing and request.META.get(DOOR) == Door.READING:
            closed = render(request, "closed.html", status=503)
            closed.headers["Retry-After"] = COMES_BACK
            return closed
        return get_response(request)

    return answer


def door_of(request: HttpRequest) -> str:
    """A page kept for everybody has asked already. A connection that was ended meanwhile is made anew, once."""
    if version := request.META.get(CURRENT_VERSION):
        last_seen["door"] = version.door
        return str(version.door)
    for is_last in (False, True):
        try:
            last_seen["door"] = door_now()
            break
        except Error as away:
            if connection.in_atomic_block:
                raise
            connection.close()
            if is_last:
                logger.warning("nobody could say whether the site is closed: %s", type(away).__name__)
    return last_seen["door"]
