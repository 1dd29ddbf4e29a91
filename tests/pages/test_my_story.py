"""A person's own door: the code shows what is theirs and hides it, and tells nobody anything else."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from events.models import Consent
from kpknow.curation.actions.receipts import give_receipt
from kpknow.curation.models import Hiding, Receipt
from kpknow.safety.codes import LENGTH, check_digit, grouped
from tests import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "/my-story/"


@pytest.fixture
def told() -> tuple[Any, str]:
    """A published story of one person, and that person's code."""
    consent = make.make_consent(make.make_contributor("Zebulonia"))
    story = make.make_story("The circle", consent=consent)
    return story, give_receipt(consent.contributor, by=AnonymousUser())


def hidden_fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def enter(client: Client, code: str, **more: Any) -> Any:
    return client.post(ADDRESS, hidden_fields(client.get(ADDRESS).content.decode()) | {"code": code}, **more)


def hide(client: Client, code: str) -> Any:
    return client.post(ADDRESS, hidden_fields(enter(client, code).content.decode()))


def test_the_code_shows_what_strangers_can_read(told: Any) -> None:
    story, code = told
    make.make_story("A draft of theirs", consent=Consent.objects.get(), status="draft")

    html = enter(Client(), grouped(code)).content.decode()

    assert story.get_absolute_url() in html
    assert "Hide all of it now" in html
    assert "A draft of theirs" not in html
    assert "Zebulonia" not in html


def test_hiding_acts_at_the_next_request_and_waits_for_a_review(told: Any) -> None:
    story, code = told

    response = hide(Client(), code)

    assert "It is hidden" in response.content.decode()
    assert Client().get(story.get_absolute_url()).status_code == 410
    assert [one.contributor.name for one in Hiding.objects.all()] == ["Zebulonia"]
    assert "Strangers can read nothing of yours today" in enter(Client(), code).content.decode()


def test_hiding_twice_is_hiding_once(told: Any) -> None:
    client = Client()
    fields = hidden_fields(enter(client, told[1]).content.decode())

    for _ in range(2):
        assert "It is hidden" in client.post(ADDRESS, fields).content.decode()

    assert Hiding.objects.count() == 1


def near(code: str) -> list[str]:
    """One digit off; two off with a right check digit; all right but cut, doubled, or with one more."""
    other = str((int(code[0]) + 1) % 10)
    changed = other + code[1:15]
    return [other + code[1:], changed + check_digit(changed), code[:15], code + "0", code * 2, "0" * LENGTH, "x"]


def plain(response: Any) -> str:
    """The page without its token, and without what was typed."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def test_no_answer_says_how_near_a_code_is(told: Any) -> None:
    client = Client()

    answers = {(one.status_code, plain(one)) for one in (enter(client, code) for code in near(told[1]))}

    assert len(answers) == 1
    assert "opens nothing" in answers.pop()[1]
    assert not Hiding.objects.exists()


@pytest.mark.parametrize("typed", ["", "\x00", "😀" * 50, "9" * 10_000, "<script>alert(1)</script>"])
def test_whatever_is_typed_is_answered_with_a_page(typed: str, told: Any) -> None:
    response = enter(Client(), typed)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "\x00"])
def test_a_forged_button_hides_nothing(token: str, told: Any) -> None:
    response = Client().post(ADDRESS, {"hide": token})

    assert "enter your code" in response.content.decode()
    assert not Consent.objects.filter(held_at__isnull=False).exists()


def test_the_button_works_for_half_an_hour(told: Any) -> None:
    with time_machine.travel("2026-11-21 12:00", tick=False) as clock:
        fields = hidden_fields(enter(Client(), told[1]).content.decode())
        clock.shift(31 * 60)

        assert "enter your code" in Client().post(ADDRESS, fields).content.decode()
    assert not Hiding.objects.exists()


def test_a_code_that_ended_opens_and_hides_nothing(told: Any) -> None:
    client = Client()
    fields = hidden_fields(enter(client, told[1]).content.decode())
    Receipt.objects.update(ended_at="2026-01-01T00:00Z")

    assert "opens nothing" in enter(client, told[1]).content.decode()
    client.post(ADDRESS, fields)
    assert not Hiding.objects.exists()


def test_guessing_is_answered_429_the_right_code_too_and_nothing_is_kept(told: Any) -> None:
    client = Client()
    fields = hidden_fields(client.get(ADDRESS).content.decode())
    codes = [client.post(ADDRESS, fields | {"code": str(number)}).status_code for number in range(21)]

    right = client.post(ADDRESS, fields | {"code": told[1]})

    assert codes == [200] * 20 + [429]
    assert (right.status_code, int(right["Retry-After"]) > 0) == (429, True)
    assert enter(Client(REMOTE_ADDR="192.0.2.77"), told[1]).status_code == 200


def test_no_cookie_no_store_no_index_and_only_from_here(told: Any) -> None:
    client = Client(enforce_csrf_checks=True)

    for response in (client.get(ADDRESS), enter(client, told[1]), enter(client, "0"), hide(client, told[1])):
        assert response.status_code == 200
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
        assert not response.cookies
    assert enter(client, told[1], HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert client.put(ADDRESS).status_code == 405


def test_only_a_hash_of_the_code_is_kept(told: Any) -> None:
    receipt = Receipt.objects.get()

    assert told[1] not in repr(vars(receipt))
    assert len(receipt.code_hash) == 64


def test_both_doors_are_named_where_people_look() -> None:
    for page in ("pages:consent", "pages:safety"):
        html = Client().get(reverse(page)).content.decode()
        assert (ADDRESS in html, "/removal/" in html) == (True, True)
