from typing import Any

import pytest

from kpknow.safety.rates import network_of


@pytest.mark.parametrize(
    ("proxies", "asked", "network"),
    [
        (0, ("198.51.100.7", "203.0.113.9"), "198.51.100.7"),
        (1, ("127.0.0.1", "203.0.113.9"), "203.0.113.9"),
        (1, ("127.0.0.1", "1.2.3.4, 203.0.113.9"), "203.0.113.9"),
        (2, ("127.0.0.1", "203.0.113.9, 10.0.0.1"), "203.0.113.9"),
        (1, ("127.0.0.1", ""), "127.0.0.1"),
        (2, ("127.0.0.1", "203.0.113.9"), "127.0.0.1"),
        (0, ("2001:db8:1:2:3:4:5:6", ""), "2001:db8:1:2::"),
        (0, ("::ffff:198.51.100.7", ""), "198.51.100.7"),
        (0, ("fe80::1%eth0", ""), "fe80::"),
        (1, ("127.0.0.1", "nonsense"), "unknown"),
        (0, ("", ""), "unknown"),
    ],
)
def test_a_network_is_what_the_last_trusted_proxy_saw(
    proxies: int, asked: tuple[str, str], network: str, rf: Any, settings: Any
) -> None:
    """``asked``: who connects, and what the header says."""
    settings.PROXIES_IN_FRONT = proxies
    remote, forwarded = asked

    assert network_of(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)) == network
