"""Coders at work: what a browser sends."""

from typing import Any

from django.test import Client
from django.urls import reverse

from kpknow.curation.coding.sentences import sentences
from kpknow.curation.roles import Role
from stories.models import Block, Theme
from tests.curation.people import make_account, signed_in

FETCHED = {"X-Requested-With": "fetch"}


def make_coder() -> Client:
    return signed_in(make_account(Role.EDITOR))


def account(client: Client) -> Any:
    return int(client.session["_auth_user_id"])


def address(source: Any) -> str:
    kind = type(source).__name__.lower()
    return reverse("curation:code", args=(kind, source.pk))


def passage(block: Block, *themes: Theme, words: str = "", **fields: Any) -> dict[str, Any]:
    """The form's fields: the first sentence of a block, or ``words`` of it."""
    start, end = sentences(block.text)[0]
    if words:
        start, end = (at := block.text.index(words)), at + len(words)
    sent = {"block": block.pk, "start": start, "end": end, "exact": block.text[start:end], "display": "quote_unnamed"}
    return sent | {"theme": [theme.pk for theme in themes], "text": ""} | fields


def code(client: Client, source: Any, sent: dict[str, Any], *, fetched: bool = True) -> Any:
    return client.post(address(source), sent, headers=FETCHED if fetched else {})
