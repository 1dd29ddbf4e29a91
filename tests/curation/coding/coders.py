"""Coders at work: what a browser sends."""

from typing import Any

from django.test import Client
from django.urls import reverse

from events.actions.tallying import recount
from events.models import Answer, Question
from kpknow.curation.coding.sentences import sentences
from kpknow.curation.roles import Role
from stories.models import Block, Highlight, Theme
from tests import builders as make
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


SAID = ("We met again. It helped.", "Nothing changed.", "Money ended.", "I left.", "She came back.", "We share rooms.")


def asked(*said: str, **fields: Any) -> Question:
    question = make.make_counted(None, kind="open", wording="What stayed with you?", **fields)
    for words in said or SAID:
        make.make_answers(question, words, country=make.country("KE"))
    recount(question.survey)
    question.refresh_from_db()
    return question


def sent(question: Question, words: str, *themes: Any, **fields: Any) -> dict[str, Any]:
    answer = Answer.objects.get(question=question, text__contains=words)
    start = answer.text.index(words)
    place = {"block": answer.pk, "start": start, "end": start + len(words), "exact": words}
    return place | {"theme": [theme.pk for theme in themes], "display": "paraphrase", "text": ""} | fields


def coded(question: Question, words: str = "Nothing changed.", **fields: Any) -> Highlight:
    told = {"text": "No change was felt."} | fields
    assert code(make_coder(), question, sent(question, words, make.make_theme(), **told)).status_code == 200
    return Highlight.objects.get()
