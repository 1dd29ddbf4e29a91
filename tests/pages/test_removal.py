"""The public door to ask for a removal: no account, no address, a code to come back with."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from kpknow.curation.models import RemovalRequest
from tests import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "/removal/"


def opened(client: Client) -> dict[str, str]:
    html = client.get(ADDRESS).content.decode()
    return {"opened": re.findall(r'name="opened" value="([^"]+)"', html)[0]}


def ask(client: Client, **fields: str) -> Any:
    return client.post(ADDRESS, opened(client) | {"words": "A name is too near.", "page": "", "homepage": ""} | fields)


def code_in(response: Any) -> str:
    return re.findall(r"<b>(\d{4} \d{4} \d{4} \d{4})</b>", response.content.decode())[0]


def progress(client: Client, code: str) -> Any:
    return client.post(ADDRESS, opened(client) | {"code": code, "homepage": ""})


def test_a_request_is_kept_with_its_page_alone_and_followed_by_its_code() -> None:
    client = Client(enforce_csrf_checks=True)
    story = make.make_story()

    asked = ask(client, page=f"https://testserver{story.get_absolute_url()}?q=secret#x")
    waiting = progress(client, code_in(asked)).content.decode()
    RemovalRequest.objects.update(state="done", answer="We took it out.", contact="")
    done = progress(client, code_in(asked)).content.decode()

    kept = RemovalRequest.objects.get()
    assert (kept.page, kept.words, kept.contact) == (story.get_absolute_url(), "A name is too near.", "")
    assert ("There is no answer yet" in waiting, "We took it out." in done) == (True, True)
    assert not asked.cookies
    assert code_in(asked).replace(" ", "") not in repr(vars(kept))


def test_the_page_is_filled_in_from_the_link_of_each_record() -> None:
    story = make.make_story()
    link = f"{ADDRESS}?page={story.get_absolute_url()}"

    assert link in Client().get(story.get_absolute_url()).content.decode()
    assert f'value="{story.get_absolute_url()}"' in Client().get(link).content.decode()


@pytest.mark.parametrize("page", ["https://elsewhere.example", "javascript:alert(1)", "\x00", "http://[", '"><b>'])
def test_nothing_else_is_filled_in(page: str) -> None:
    html = Client().get(ADDRESS, {"page": page}).content.decode()

    assert not re.search(r'name="page"[^>]*value=', html)


def test_how_to_reach_somebody_is_asked_only_where_it_can_be_sealed(settings: Any) -> None:
    client = Client()
    ask(client, contact="zeb@example.org")
    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]
    ask(client, contact="zeb@example.org")

    without, sealed = RemovalRequest.objects.order_by("pk").values_list("contact", flat=True)
    assert without == ""
    assert sealed
    assert "zeb" not in sealed


def test_no_answer_says_how_near_a_code_is() -> None:
    client = Client()
    code = code_in(ask(client)).replace(" ", "")
    wrong = [str((int(code[0]) + 1) % 10) + code[1:], code[:15], code + "0", "0" * 16]

    answers = {re.sub(r'value="[^"]*"', "", progress(client, one).content.decode()) for one in wrong}

    assert len(answers) == 1
    assert "There is no request with this code" in answers.pop()


def test_what_is_missing_is_said_beside_the_field_and_words_stay() -> None:
    response = ask(Client(), words="", page="The circle")
    html = response.content.decode()

    assert "<title>Error: " in html
    assert 'aria-invalid="true"' in html
    assert 'href="#id_words"' in html
    assert 'value="The circle"' in html
    assert not RemovalRequest.objects.exists()


@pytest.mark.parametrize("words", ["\x00", "x" * 4001])
def test_what_cannot_be_kept_is_refused_with_words(words: str) -> None:
    assert ask(Client(), words=words).status_code == 200
    assert not RemovalRequest.objects.exists()


def test_the_trap_the_token_and_the_origin_are_asked() -> None:
    client = Client()

    trapped, forged = ask(client, homepage="x"), ask(client, opened="x")
    elsewhere = client.post(ADDRESS, {"words": "Wrong."}, HTTP_ORIGIN="https://elsewhere.example")

    assert "do not see" in trapped.content.decode()
    assert "open for long" in forged.content.decode()
    assert elsewhere.status_code == 403
    assert not RemovalRequest.objects.exists()


def test_too_many_are_answered_429_and_others_still_come_through() -> None:
    client = Client()

    answers = [ask(client).status_code for _ in range(7)]

    assert answers == [200] * 6 + [429]
    assert ask(Client(REMOTE_ADDR="192.0.2.9")).status_code == 200
    assert RemovalRequest.objects.count() == 7
