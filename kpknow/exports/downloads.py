"""Files that leave the site: streamed, named, and not sent again while nothing changed."""

import hashlib
from collections.abc import Callable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from kpknow.content.version import current_version

CSV = "text/csv; charset=utf-8; header=present"
RIS = "application/x-research-info-systems; charset=utf-8"


def download(request: HttpRequest, name: str, content_type: str, chunks: Callable[[], Iterator[bytes]]) -> HttpResponse:
    """A file to keep under this name: see ``streamed``."""
    response = streamed(request, content_type, chunks)
    if response.status_code == 200:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def streamed(request: HttpRequest, content_type: str, chunks: Callable[[], Iterator[bytes]]) -> HttpResponse:
    """The file, or 304 to somebody who has it: its ETag is the content version, so asking again costs one question.

    ``chunks`` is called only if the file is sent; memory holds one piece of it.
    """
    etag = version_tag(request)
    if same := get_conditional_response(request, etag=etag):
        return same
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(chunks(), content_type=content_type)
    response.headers["ETag"] = etag
    return cast("HttpResponse", response)  # a streamed one is none to the checker, and to nobody else


def version_tag(request: HttpRequest) -> str:
    """Of this address in this language on this day, while nothing public has changed. Asked before the file is read:
    what changes in between is sent under the older tag, and the newer one differs.
    """
    version = current_version()
    parts = (version.token, version.epoch, version.on, request.get_host(), request.get_full_path(), get_language())
    return f'"{hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'
