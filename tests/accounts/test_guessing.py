"""Guessing is slow, locking is impossible."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from kpknow.accounts.actions.guessing import LONGEST_WAIT, TooSoon, book_try, forget_tries, wait_after
from kpknow.accounts.models import Tries
from tests.accounts.browsers import (
    ELSEWHERE,
    HERE,
    PASSWORD,
    code_of,
    give_app,
    give_code,
    is_in,
    make_account,
    sign_in,
)

pytestmark = pytest.mark.django_db


def wait_of(name: str = "asha", network: str = HERE) -> int:
    """Seconds until a try is looked at; a try that is looked at is a wrong one."""
    try:
        book_try("password", name, network)
    except TooSoon as early:
        return early.seconds
    return 0


def test_each_wrong_try_costs_more_and_the_longest_wait_is_under_a_minute() -> None:
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(9):
            assert wait_of() == 0
            waits.append(wait_of())
            clock.shift(waits[-1])

    assert waits == [1, 2, 4, 8, 16, 32, 50, 50, 50]
    assert LONGEST_WAIT < 60


def test_what_comes_too_early_is_not_counted() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wait_of()
        assert {wait_of() for _hasty in range(100)} == {1}
        clock.shift(1)

        assert wait_of() == 0
        assert wait_of() == 2


def test_the_owner_comes_in_at_once_from_elsewhere_while_somebody_guesses() -> None:
    make_account()
    guesser, owner = Client(), Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(40):
            sign_in(guesser, password="wrong")
            clock.shift(5)

        assert sign_in(guesser).status_code == 429
        assert sign_in(owner, network=ELSEWHERE).status_code == 302
    assert is_in(owner)


def test_the_owner_is_in_within_a_minute_while_a_thousand_networks_guess() -> None:
    make_account()
    owner = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(1000):
            wait_of(network=f"10.0.{number // 250}.{number % 250}")
        answers = []
        for second in range(60):
            for number in range(10):
                wait_of(network=f"10.1.{second}.{number}")
            answers.append(sign_in(owner, network=ELSEWHERE).status_code)
            if answers[-1] == 302:
                break
            clock.shift(1)

    assert answers == [429] * 30 + [302]


def test_one_network_that_tries_many_names_waits_for_all_of_them() -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answered = [wait_of(f"name {number}") for number in range(12)]

        assert answered == [0] * 11 + [1]
        assert wait_of("name 1", ELSEWHERE) == 0


def test_the_right_password_starts_anew() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wait_of()
        clock.shift(1)
        wait_of()
        clock.shift(2)
        assert wait_of() == 0
        forget_tries("password", "asha", HERE)

        assert wait_of() == 0
        assert wait_of() == 1


@pytest.mark.parametrize("name", ["asha", "ASHA ", "nobody-has-this-name", "é" * 150, "😀"])
def test_unknown_names_are_answered_in_the_same_words_and_slowed_in_the_same_way(name: str) -> None:
    make_account()
    client = Client()
    with time_machine.travel(timezone.now(), tick=False):
        first, second = sign_in(client, name, "wrong"), sign_in(client, name, "wrong")

    assert first.status_code == 200
    assert "The name or the password is not right." in first.content.decode()
    assert second.status_code == 429
    assert second["Retry-After"] == "1"
    assert "Please wait 1 second" in second.content.decode()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"password": "!"}])
def test_a_closed_account_is_answered_like_an_unknown_one(fields: dict[str, Any]) -> None:
    account = make_account()
    type(account).objects.filter(pk=account.pk).update(**fields)

    response = sign_in(Client())

    assert response.status_code == 200
    assert "The name or the password is not right." in response.content.decode()


def test_an_account_that_is_no_staff_is_answered_like_an_unknown_one() -> None:
    account = make_account()
    type(account).objects.update(is_staff=False)

    assert "The name or the password is not right." in sign_in(Client()).content.decode()


def test_unknown_names_cost_one_hash_like_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    sign_in(Client(), "asha", "wrong one")
    sign_in(Client(), "nobody", "wrong two")

    assert hashed == ["wrong one", "wrong two"]


def test_no_name_and_no_address_is_kept_and_nothing_outlives_the_day() -> None:
    make_account()
    with time_machine.travel("2026-11-21 12:00Z", tick=False) as clock:
        sign_in(Client(), password="wrong")
        kept = list(Tries.objects.values_list("key", flat=True))
        clock.shift(timedelta(days=1))
        sign_in(Client(), password="wrong")
        later = list(Tries.objects.values_list("key", flat=True))

    assert [len(key) for key in kept] == [64] * 3
    assert set(kept) & set(later) == set()
    assert len(later) == 3


def test_codes_are_slowed_like_passwords() -> None:
    secret = give_app(make_account())
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        answers = [give_code(client, "000000").status_code for _try in range(3)]
        clock.shift(1)

        assert answers == [200, 429, 429]
        assert give_code(client, code_of(secret)).status_code == 302


def test_a_code_works_once() -> None:
    secret = give_app(make_account())
    one, other = Client(), Client()
    code = code_of(secret)
    with time_machine.travel(timezone.now(), tick=False):
        for client in (one, other):
            sign_in(client)
            give_code(client, code)

    assert is_in(one)
    assert not is_in(other)


def test_the_wait_grows_with_tries_and_ends_somewhere() -> None:
    assert [wait_after(tries).total_seconds() for tries in (-3, 0, 1, 2, 3, 10**9)] == [0, 0, 1, 2, 4, 50]


@pytest.mark.parametrize("hostile", ["\x00", "a" * 100_000, "'\"><script>alert(1)</script>", "", "\ud800"])
def test_nothing_typed_at_the_entrance_breaks_it(hostile: str) -> None:
    text = hostile.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    for name, password in ((text, PASSWORD), ("asha", text)):
        response = sign_in(Client(), name, password)

        assert response.status_code in (200, 429)
        assert "<script>alert" not in response.content.decode()
