"""How often: by network and by all together, forgetting addresses."""

import time_machine
from django.test import RequestFactory

from kpknow.safety.rates import Rate, network_of


def asked(address: str = "192.0.2.1", **headers: str) -> object:
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def test_a_network_that_sent_enough_waits_and_others_do_not() -> None:
    rate = Rate(most=2, seconds=60, ceiling=100)
    with time_machine.travel("2026-01-01 12:00:00", tick=False) as clock:
        for _ in range(2):
            assert rate.wait(asked()) == 0
            rate.count(asked())

        assert (rate.wait(asked()), rate.wait(asked("192.0.2.2"))) == (30, 0)
        clock.shift(30)
        assert rate.wait(asked()) == 0


def test_all_together_have_a_ceiling() -> None:
    rate = Rate(most=10, seconds=60, ceiling=3)
    for number in range(3):
        rate.count(asked(f"192.0.2.{number}"))

    assert rate.wait(asked("192.0.2.99")) > 0


def test_no_address_is_kept_and_the_key_ends_with_the_day() -> None:
    rate = Rate(most=1, seconds=10**7, ceiling=100)
    with time_machine.travel("2026-01-01 23:59:59", tick=False) as clock:
        rate.count(asked())
        kept = repr(vars(rate))
        waits = rate.wait(asked())
        clock.shift(1)

        assert (waits > 0, rate.wait(asked())) == (True, 0)
    assert "192.0.2" not in kept


def test_memory_is_bounded(monkeypatch: object) -> None:
    monkeypatch.setattr("kpknow.safety.rates.MOST_KEPT", 5)  # type: ignore[attr-defined]
    rate = Rate(most=1, seconds=3600, ceiling=1000)

    for number in range(50):
        rate.count(asked(f"192.0.2.{number}"))

    assert len(rate._levels) <= 5


def test_a_household_is_one_network_and_proxies_are_believed_as_far_as_set(settings: object) -> None:
    ours = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}

    settings.PROXIES_IN_FRONT = 0  # type: ignore[attr-defined]
    assert network_of(asked("10.0.0.1", **ours)) == "10.0.0.1"
    settings.PROXIES_IN_FRONT = 1  # type: ignore[attr-defined]
    assert network_of(asked("10.0.0.1", **ours)) == "198.51.100.7"
    assert network_of(asked("2001:db8:1:2:3::4")) == network_of(asked("2001:db8:1:2:9::9")) == "2001:db8:1:2::"
    assert network_of(asked("::ffff:192.0.2.1")) == "192.0.2.1"
    assert network_of(asked("unix:")) == "unknown"
