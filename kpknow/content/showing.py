"""A record's public page for one reader who may see it before others: the page's own view, asked from within."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from kpknow.content.models import DraftReader
from kpknow.content.page_cache import FOR_EVERYBODY

SHOWN_BEFORE_PUBLISHED = "is_shown_before_published"
"""Set on such answers: what holds for readers' pages holds for them."""
OF_THE_SENDER = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "CONTENT_LENGTH", "CONTENT_TYPE")
"""What the inner request does not take over."""


def page_for(reader: DraftReader, record: Any, request: HttpRequest, *, bar: Any) -> HttpResponse:
    """The answer of the record's own address to this reader, with ``bar`` above it; never kept, never indexed.

    The status is the view's: 404 while a consent or a shield forbids the page.
    """
    address = urlsplit(record.get_absolute_url()).path
    environ = {name: value for name, value in request.META.items() if name not in OF_THE_SENDER}
    asked: Any = WSGIRequest(
        environ | {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "wsgi.input": BytesIO()}
    )
    asked.user, asked.staff_bar, asked.resolver_match = reader, bar, resolve(address)
    try:
        answer: HttpResponse = asked.resolver_match.func(
            asked, *asked.resolver_match.args, **asked.resolver_match.kwargs
        )
    except Http404:
        return HttpResponse(status=404)
    setattr(answer, FOR_EVERYBODY, False)
    setattr(answer, SHOWN_BEFORE_PUBLISHED, True)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
