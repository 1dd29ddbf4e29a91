import logging
import sys

import pytest
from django.test import Client

from kpknow.safety.logs import NamelessFormatter
from stories.views import stories


def test_a_broken_page_is_logged_without_its_path_or_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("a quoted secret")

    monkeypatch.setattr(stories, "Listing", broken)
    response = Client(raise_request_exception=False).get("/stories/?people=secret")
    [record] = [one for one in caplog.records if one.name == "django.request"]

    assert response.status_code == 500
    assert record.getMessage() == "broken page: stories:stories"
    line = NamelessFormatter("%(message)s").format(logging.makeLogRecord(record.__dict__ | {"exc_text": None}))
    assert line.splitlines()[-1] == "ValueError"


def test_an_exception_s_message_stays_out() -> None:
    try:
        raise KeyError("Zebulonia")
    except KeyError:
        text = NamelessFormatter().formatException(sys.exc_info())

    assert text.endswith("KeyError")
    assert "Zebulonia" not in text.splitlines()[-1]
