"""Counters for Prometheus, on a port of their own and off by default. Kinds of pages and statuses, nothing of anybody.

``METRICS_PORT`` turns them on; gunicorn's settings then share them between workers and answer on 127.0.0.1.
"""

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the histogram's buckets."""


@cache
def counters() -> "tuple[Counter, Histogram]":
    from prometheus_client import Counter, Histogram  # noqa: PLC0415  # reads its folder when imported: only if asked

    requests = Counter("kpknow_requests", "Requests by kind of page and status.", ("page", "status"))
    took = Histogram("kpknow_request_seconds", "Time to the first byte, by kind of page.", ("page",), buckets=SECONDS)
    return requests, took


def count_request(kind: str, status: int, seconds: float) -> None:
    if settings.METRICS_PORT:
        requests, took = counters()
        requests.labels(kind, status).inc()
        took.labels(kind).observe(seconds)
