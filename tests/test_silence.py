"""A server that does not answer is left alone for a while, by all threads but one."""

import socket
from collections.abc import Iterator

import pytest
from django.db import ConnectionHandler
from psycopg2 import OperationalError

from kpknow import silence as module
from kpknow.many_nodes import reached_by_network
from kpknow.postgresql import base
from kpknow.silence import Silence


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_it_is_left_alone_and_then_one_finds_out(clock: Clock) -> None:
    silence = Silence(5.0)
    assert not silence.is_kept()

    silence.begin()
    assert silence.is_kept()

    clock.now += 5.1
    assert [silence.is_kept() for _thread in range(3)] == [False, True, True]

    silence.end()
    assert [silence.is_kept() for _thread in range(3)] == [False, False, False]


def test_whoever_found_out_and_never_said_is_followed_by_another(clock: Clock) -> None:
    silence = Silence(5.0)
    silence.begin()
    clock.now += 5.1
    assert not silence.is_kept()

    clock.now += 5.1

    assert not silence.is_kept()


@pytest.fixture
def mute() -> Iterator[socket.socket]:
    """Takes connections and says nothing, as a machine does that stands still."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def connection_to(server: socket.socket) -> base.DatabaseWrapper:
    options = reached_by_network(20, {"connect_timeout": 2})
    port = server.getsockname()[1]
    made = {"default": {**options, "HOST": "127.0.0.1", "PORT": port, "NAME": "site", "USER": "kpknow"}}
    wrapper = ConnectionHandler(made)["default"]
    assert isinstance(wrapper, base.DatabaseWrapper)
    return wrapper


def asked(server: socket.socket) -> int:
    """How many have connected since the last time."""
    count = 0
    try:
        while True:
            server.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count


def test_a_database_that_says_nothing_is_asked_once(mute: socket.socket) -> None:
    with pytest.raises(OperationalError):
        connection_to(mute).connect()
    for _page in range(3):
        with pytest.raises(OperationalError, match="did not answer a moment ago"):
            connection_to(mute).connect()
    assert asked(mute) == 1

    base.silences["127.0.0.1", mute.getsockname()[1]]._until = 0.001  # the while is over
    with pytest.raises(OperationalError):
        connection_to(mute).connect()
    assert asked(mute) == 1


def test_a_database_that_says_no_is_asked_again_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        closed = connection_to(server)

    for _page in range(3):
        with pytest.raises(OperationalError, match="refused"):
            closed.connect()

    assert not base.silences["127.0.0.1", port].is_kept()


def test_what_the_address_says_of_its_connection_comes_first() -> None:
    named = {"sslmode": "verify-full", "connect_timeout": 9, "options": "-c search_path=site"}
    settings = reached_by_network(20, named)

    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert settings["OPTIONS"]["connect_timeout"] == 9
    assert settings["OPTIONS"]["options"].startswith("-c search_path=site -c statement_timeout=20000")
    assert "-c statement_timeout=20000 -c idle_in_transaction_session_timeout=60000" in settings["OPTIONS"]["options"]
    assert "-c idle_in_transaction_session_timeout=0" in reached_by_network(0, {})["OPTIONS"]["options"]
