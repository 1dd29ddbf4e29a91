"""A session ends by itself, and on demand everywhere."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpknow.accounts.models import StaffSession
from tests.accounts.browsers import PASSWORD, code_of, give_app, give_code, is_in, make_account, sign_in
from tests.builders import make_story

pytestmark = pytest.mark.django_db


def two_browsers(name: str = "asha") -> tuple[Client, Client]:
    browsers = Client(), Client()
    for browser in browsers:
        sign_in(browser, name)
        assert is_in(browser)
    return browsers


def test_half_an_hour_without_a_request_ends_it() -> None:
    make_account()
    client = Client()
    with time_machine.travel("2026-11-21 08:00Z", tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=30, seconds=1))

        assert not is_in(client)
        clock.shift(-timedelta(minutes=20))
        assert not is_in(client)


def test_twelve_hours_end_it_whatever_is_done() -> None:
    make_account()
    client = Client()
    with time_machine.travel("2026-11-21 08:00Z", tick=False) as clock:
        sign_in(client)
        for _quarter in range(47):
            clock.shift(timedelta(minutes=15))
            assert is_in(client)
        clock.shift(timedelta(minutes=15, seconds=1))

        assert not is_in(client)


def test_a_session_over_shows_no_draft_either() -> None:
    make_account(is_superuser=True)
    draft = make_story("Not yet", status="draft")
    client = Client()
    with time_machine.travel("2026-11-21 08:00Z", tick=False) as clock:
        sign_in(client)
        assert client.get(draft.get_absolute_url()).status_code == 200
        clock.shift(timedelta(minutes=31))

        assert client.get(draft.get_absolute_url()).status_code == 404


def test_reading_does_not_mean_writing(django_assert_num_queries: Any) -> None:
    make_account()
    client = Client()
    with time_machine.travel("2026-11-21 08:00Z", tick=False) as clock:
        sign_in(client)
        is_in(client)
        before = StaffSession.objects.get().session_data
        clock.shift(timedelta(seconds=59))
        is_in(client)
        same = StaffSession.objects.get().session_data
        clock.shift(timedelta(seconds=1))
        is_in(client)

        assert same == before
        assert StaffSession.objects.get().session_data != before


def test_signing_in_gives_a_new_id() -> None:
    make_account()
    client = Client()
    client.get(reverse("account_login"))
    client.session.save()
    sign_in(client, password="wrong")
    before = client.session.session_key

    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        sign_in(client)

    assert client.session.session_key != before
    assert StaffSession.objects.get(session_key=client.session.session_key).account_id


def test_a_new_password_ends_the_others() -> None:
    make_account()
    here, there = two_browsers()
    new = "eight green boats at dawn"

    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert StaffSession.objects.count() == 1


@pytest.mark.parametrize("new", ["short", "seven blue boats", "123456789012", "password1234", "asha-asha-asha"])
def test_weak_passwords_are_refused(new: str) -> None:
    make_account(name="asha-asha-asha")
    client = Client()
    sign_in(client, "asha-asha-asha")

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new if new != "seven blue boats" else "other"},
    )

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_the_others_and_renames_this_session() -> None:
    make_account()
    here, there = two_browsers()
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = here.get(reverse("mfa_activate_totp")).context["form"].secret
    before = here.session.session_key
    here.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert here.session.session_key != before
    assert is_in(here)
    assert not is_in(there)


def test_a_factor_taken_away_ends_the_others() -> None:
    account = make_account()
    secret = give_app(account)
    here, there = Client(), Client()
    with time_machine.travel("2026-11-21 08:00Z", tick=False) as clock:
        for browser in (here, there):
            sign_in(browser)
            give_code(browser, code_of(secret))
            clock.shift(60)
            assert is_in(browser)
        here.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
        here.post(reverse("mfa_deactivate_totp"))

        assert is_in(here)
        assert not is_in(there)


def test_signing_out_forgets_everything_in_the_browser() -> None:
    make_account()
    for way in ("admin:logout", "account_logout"):
        client = Client()
        sign_in(client)
        old = client.cookies["s"].value

        answer = client.post(reverse(way))
        client.cookies["s"] = old

        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert not is_in(client)
        assert "Clear-Site-Data" not in client.get(reverse(way))


def test_signing_out_everywhere() -> None:
    make_account()
    make_account("other")
    here, there = two_browsers()
    other = Client()
    sign_in(other, "other")

    here.post(reverse("account_sign_out_everywhere"))

    assert not is_in(here)
    assert not is_in(there)
    assert is_in(other)


def test_a_session_ended_meanwhile_does_not_come_back() -> None:
    """A request that began before and saves afterwards writes nothing."""
    make_account()
    client = Client()
    sign_in(client)
    late = client.session
    late["more"] = "words"
    StaffSession.objects.all().delete()

    with pytest.raises(UpdateError):
        late.save()

    assert StaffSession.objects.count() == 0


def test_an_account_no_longer_staff_is_signed_out_at_once() -> None:
    account = make_account()
    client = Client()
    sign_in(client)

    type(account).objects.update(is_staff=False)

    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("account_login"))


def test_staff_pages_are_kept_nowhere() -> None:
    make_account()
    client = Client()
    pages = [reverse("account_login"), reverse("account_invitation", args=["none"])]
    kept = [client.get(page)["Cache-Control"] for page in pages]
    sign_in(client)
    pages = [reverse("admin:index"), reverse("mfa_index"), reverse("account_change_password")]

    assert kept + [client.get(page)["Cache-Control"] for page in pages] == ["no-store"] * 5


def test_readers_get_no_cookie_and_no_question(client: Client, django_assert_num_queries: Any) -> None:
    make_story()
    client.get("/about/")
    with django_assert_num_queries(0):
        answer = client.get("/about/")

    assert answer.status_code == 200
    assert not answer.cookies


def test_what_is_over_is_cleared() -> None:
    make_account()
    with time_machine.travel("2026-11-21 08:00Z"):
        sign_in(Client())
    call_command("clearsessions")

    assert StaffSession.objects.count() == 0
