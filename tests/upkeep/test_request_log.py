"""A line a request, and nobody in it."""

import json
import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from kpknow.content.page_cache import PageCache
from kpknow.upkeep.request_log import LoggedRequests
from tests import builders as make

SECRET = "zebrawort"


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What the log says; the root logger never hears of it."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("kpknow.requests")
    logger.addHandler(handler)
    yield said
    logger.removeHandler(handler)


def ask(application: Any, path: str, **more: str) -> str:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "REMOTE_ADDR": "203.0.113.7",
    } | more  # fmt: skip
    statuses: list[str] = []
    answer = application(environ, lambda status, *_more: statuses.append(status))
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return statuses[0]


@pytest.mark.django_db(transaction=True)
def test_a_line_says_the_kind_of_page_whether_made_or_kept_and_nothing_of_who_asked(written: list[str]) -> None:
    make.make_story(slug=SECRET, codes=())
    site = LoggedRequests(PageCache(WSGIHandler()), is_written=True)
    asked = [f"/stories/{SECRET}/", f"/stories/{SECRET}/", f"/{SECRET}", "/search/"]

    for path in asked:
        ask(site, path, QUERY_STRING=f"q={SECRET}", HTTP_USER_AGENT=SECRET, HTTP_REFERER=f"https://{SECRET}.example/")

    lines = [json.loads(line) for line in written]
    assert [(line["page"], line["status"]) for line in lines] == [
        ("stories:story", 200),
        ("stories:story", 200),
        ("none", 404),
        ("search:search", 200),
    ]
    assert [sorted(line) for line in lines] == [["at", "id", "ms", "page", "status"]] * 4
    assert len({line["id"] for line in lines}) == 4
    assert all(line["at"].endswith("Z") and ":" not in line["at"] for line in lines)
    assert SECRET not in "".join(written)
    assert "203.0.113.7" not in "".join(written)


@pytest.mark.django_db
def test_nothing_is_written_where_nobody_asked_for_it(written: list[str]) -> None:
    ask(LoggedRequests(WSGIHandler(), is_written=False), "/about/")

    assert written == []
