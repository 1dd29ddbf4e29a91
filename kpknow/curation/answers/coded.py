"""Passages of answers that were coded: they go with the answers, and nothing keeps their words."""

from typing import Any

from events.models import AnswerFile
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.history.recording import unrecorded
from kpknow.content.models import User
from kpknow.curation.answers.refusals import FindingsRest
from stories.models import Finding, Highlight


def coded_in(file: AnswerFile) -> Any:
    return Highlight.objects.filter(answer__response__file=file)


def findings_on(file: AnswerFile) -> Any:
    """Claims that rest on what people of this file wrote, with their themes."""
    found = Finding.objects.filter(evidence__highlight__in=coded_in(file)).select_related("theme")
    return found.distinct().order_by("theme__name", "order")


def forget_coded(file: AnswerFile, *, by: User) -> int:
    """Every passage of these answers with its history and its place in frozen versions; how many. Raises FindingsRest.

    A claim is not left without what it rests on behind somebody's back: it is taken out of the finding first.
    """
    if findings_on(file).exists():
        raise FindingsRest
    passages = [(passage, passage.pk) for passage in coded_in(file)]
    with unrecorded():
        for passage, _key in passages:
            passage.delete()
    for passage, key in passages:
        passage.pk = key
        erase_from_history(passage, by=by)
    return len(passages)
