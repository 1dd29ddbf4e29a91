"""Forms without a cookie: not from other pages, not from machines that do not look."""

from typing import Any

import pytest
import time_machine
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from kpknow.safety.open_forms import OpenForm, sent_from_here


class WordsForm(OpenForm):
    quickest = 2
    words = forms.CharField()


def sent(**fields: str) -> WordsForm:
    data = QueryDict(mutable=True)
    data.update({"words": "Hello", "homepage": ""} | fields)
    return WordsForm(data)


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        ({}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "http://[broken"}, False),
        ({"HTTP_REFERER": "http://testserver/removal/"}, True),
        ({"HTTP_REFERER": "http://testserver.elsewhere.example/"}, False),
    ],
)
def test_where_a_form_stood(headers: Any, believed: bool) -> None:
    assert sent_from_here(RequestFactory().post("/", **headers)) is believed


def test_a_form_that_was_looked_at_is_taken() -> None:
    with time_machine.travel("2026-01-01 12:00", tick=False) as clock:
        token = WordsForm()["opened"].value()
        clock.shift(3)

        assert sent(opened=token).is_valid()


def test_a_trap_an_old_page_and_a_quick_machine_are_told_so() -> None:
    with time_machine.travel("2026-01-01 12:00", tick=False) as clock:
        token = WordsForm()["opened"].value()
        quick = sent(opened=token).non_field_errors()
        clock.shift(13 * 3600)
        old, forged = sent(opened=token), sent(opened="x:y:z")
        trapped = sent(opened=WordsForm()["opened"].value(), homepage="x").non_field_errors()

        assert "very quick" in quick[0]
        assert "open for long" in old.non_field_errors()[0]
        assert "open for long" in forged.non_field_errors()[0]
        assert "do not see" in trapped[0]
        clock.shift(3)
        assert sent(opened=old["opened"].value()).is_valid()  # the page that refused it can be sent as it stands
