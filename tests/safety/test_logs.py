import logging
import sys

import pytest
from django.test import Client

from kpknow.safety.logs import NamelessFormatter, UnreadRequest
from stories.views import stories


@pytest.mark.django_db
def test_a_broken_page_is_logged_without_its_path_or_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("a quoted secret")

    monkeypatch.setattr(stories, "StoryListing", broken)
    response = Client(raise_request_exception=False).get("/stories/?people=secret")
    [record] = [one for one in caplog.records if one.name == "django.request"]

    assert response.status_code == 500
    assert record.getMessage() == "broken page: stories:stories, request no number"
    line = NamelessFormatter("%(message)s").format(logging.makeLogRecord(record.__dict__ | {"exc_text": None}))
    assert line.splitlines()[-1] == "ValueError"


def test_an_exception_s_message_stays_out() -> None:
    try:
        raise KeyError("Zebulonia")
    except KeyError:
        text = NamelessFormatter().formatException(sys.exc_info())

    assert text.endswith("KeyError")
    assert "Zebulonia" not in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (("Invalid request from ip=10.1.2.3: Invalid HTTP Version: 'quagga'",), "Invalid request"),
        (("Error handling request %s %s", "GET", "/search/?q=quagga"), "Error handling request"),
        (("Worker (pid:%s) exited with code %s.", 7, 1), "Worker (pid:7) exited with code 1."),
    ],
)
def test_the_server_s_lines_name_neither_who_asked_nor_for_what(written: tuple[object, ...], kept: str) -> None:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, written[0], written[1:], None)

    assert UnreadRequest().filter(record)
    assert record.getMessage() == kept
