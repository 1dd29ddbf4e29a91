"""How often: by network and by all together, forgetting addresses."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kpknow.safety.models import Sending
from kpknow.safety.rates import Rate, network_of

pytestmark = pytest.mark.django_db


def asked(address: str = "192.0.2.1", **headers: str) -> object:
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def test_a_network_that_sent_enough_waits_and_others_do_not() -> None:
    rate = Rate("form", most=2, seconds=60, ceiling=100)
    with time_machine.travel("2026-01-01 12:00:00", tick=False) as clock:
        for _ in range(2):
            assert rate.wait(asked()) == 0
            rate.count(asked())

        assert (rate.wait(asked()), rate.wait(asked("192.0.2.2"))) == (30, 0)
        clock.shift(30)
        assert rate.wait(asked()) == 0


def test_all_together_have_a_ceiling() -> None:
    rate = Rate("form", most=10, seconds=60, ceiling=3)
    for number in range(3):
        rate.count(asked(f"192.0.2.{number}"))

    assert rate.wait(asked("192.0.2.99")) > 0


def test_no_address_is_kept_and_the_key_ends_with_the_day() -> None:
    rate = Rate("form", most=1, seconds=10**7, ceiling=100)
    with time_machine.travel("2026-01-01 23:59:59", tick=False) as clock:
        rate.count(asked())
        kept = sorted(Sending.objects.values_list("key", flat=True))
        waits = rate.wait(asked())
        clock.shift(1)

        assert (waits > 0, rate.wait(asked())) == (True, 0)
    assert [bool(re.fullmatch(r"form (all|[0-9a-f]{5})", key)) for key in kept] == [True, True]


def test_a_flood_makes_no_more_rows_than_its_ceiling_and_what_has_drained_goes() -> None:
    rate, other = Rate("form", most=2, seconds=60, ceiling=5), Rate("other", most=2, seconds=60, ceiling=5)
    with time_machine.travel("2026-01-01 12:00:00", tick=False) as clock:
        other.count(asked())
        for number in range(50):
            request = asked(f"192.0.2.{number}")
            if not rate.wait(request):
                rate.count(request)
        assert Sending.objects.filter(key__startswith="form ").count() == 6

        clock.shift(61)
        rate.count(asked())

    assert Sending.objects.filter(key__startswith="form ").count() == 2
    assert Sending.objects.filter(key__startswith="other ").count() == 2


def test_somebody_who_waits_writes_nothing() -> None:
    rate = Rate("form", most=1, seconds=60, ceiling=5)
    rate.count(asked())

    with CaptureQueriesContext(connection) as queries:
        assert rate.wait(asked()) > 0

    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]


def test_workers_count_together() -> None:
    one, other = (Rate("form", most=2, seconds=60, ceiling=100) for _worker in range(2))

    for worker in (one, other):
        worker.count(asked())

    assert (one.wait(asked()) > 0, other.wait(asked()) > 0) == (True, True)


def test_a_household_is_one_network_and_proxies_are_believed_as_far_as_set(settings: object) -> None:
    ours = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}

    settings.PROXIES_IN_FRONT = 0  # type: ignore[attr-defined]
    assert network_of(asked("10.0.0.1", **ours)) == "10.0.0.1"
    settings.PROXIES_IN_FRONT = 1  # type: ignore[attr-defined]
    assert network_of(asked("10.0.0.1", **ours)) == "198.51.100.7"
    assert network_of(asked("2001:db8:1:2:3::4")) == network_of(asked("2001:db8:1:2:9::9")) == "2001:db8:1:2::"
    assert network_of(asked("::ffff:192.0.2.1")) == "192.0.2.1"
    assert network_of(asked("unix:")) == "unknown"
