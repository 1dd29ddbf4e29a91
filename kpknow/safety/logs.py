"""Logs without people: where a page broke and how, never which words, whose address or which path."""

import logging
import traceback
from typing import Any


class NamelessFormatter(logging.Formatter):
    """Prints where an exception came from and its kind; its message may quote what somebody wrote."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is logging's
        kind, _message, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


class BrokenPage(logging.Filter):
    """Turns Django's “Internal Server Error: /stories/…” into the name of the view and the number of the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        number = getattr(request, "META", {}).get("kpknow.request_id", "no number")
        record.msg, record.args = "broken page: %s, request %s", (match.view_name if match else "no view", number)
        return True


class UnreadRequest(logging.Filter):
    """Cuts gunicorn's lines about a request to their first words: the rest is who asked, and for what.

    It writes them where a request cannot be read, and where what Django answers with broke as well.
    """

    KINDS = ("Invalid request", "Error handling request")

    def filter(self, record: logging.LogRecord) -> bool:
        for kind in self.KINDS:
            if str(record.msg).startswith(kind):
                record.msg, record.args = kind, ()
        return True
