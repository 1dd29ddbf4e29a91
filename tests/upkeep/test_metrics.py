"""Counters, where they are asked for, and nothing of anybody in them."""

from typing import Any

import pytest
from prometheus_client import REGISTRY, generate_latest

from kpknow.upkeep.metrics import count_request


def test_requests_are_counted_by_kind_and_status_once_somebody_asked_for_it(settings: Any) -> None:
    settings.METRICS_PORT = 0
    count_request("stories:story", 200, 0.02)
    silent = generate_latest(REGISTRY).decode()
    settings.METRICS_PORT = 9111
    count_request("stories:story", 200, 0.02)
    told = generate_latest(REGISTRY).decode()

    assert "kpknow" not in silent
    assert 'kpknow_requests_total{page="stories:story",status="200"} 1.0' in told
    assert 'kpknow_request_seconds_bucket{le="0.025",page="stories:story"} 1.0' in told


@pytest.fixture(autouse=True)
def no_counters_left() -> Any:
    yield
    for collector in list(REGISTRY._collector_to_names):
        if getattr(collector, "_name", "").startswith("kpknow"):
            REGISTRY.unregister(collector)
    from kpknow.upkeep.metrics import counters  # noqa: PLC0415

    counters.cache_clear()
