"""The ways from a form to the page where its text is coded, or where lost words are found again."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from events.models import Question, QuestionKind, Session
from kpknow.content.admin import Tool
from kpknow.content.admin.base import tools_beside
from kpknow.content.models import Status
from kpknow.curation.coding.texts import CODE
from stories.models import Evidence, Finding, Highlight, HighlightState, Story, Theme

MOST_LOST = 3
"""Buttons over a theme's or a finding's form, one for each passage under it that lost its words."""


def coding_tools(request: HttpRequest, record: Any) -> list[Tool]:
    if not request.user.has_perm(CODE):
        return []
    if isinstance(record, Finding | Theme):
        return lost_evidence(record)
    return lost_words(record) if isinstance(record, Highlight) else text_to_code(record)


def text_to_code(record: Any) -> list[Tool]:
    kind, whole, words = "", record, _("Code this text")
    if isinstance(record, Story):
        kind = "story"
    elif isinstance(record, Session):
        kind, whole = "session", record.event
    elif isinstance(record, Question) and record.kind == QuestionKind.OPEN:
        kind, whole, words = "question", record.survey, _("Code its answers")
    if not kind or whole.status == Status.WITHDRAWN:
        return []
    return [Tool(words, reverse("curation:code", args=(kind, record.pk)), acts=False)]


def lost_words(highlight: Highlight) -> list[Tool]:
    lost = highlight.exact and highlight.state != HighlightState.CONFIRMED and not highlight.question_id
    address = reverse("curation:relink", args=(highlight.pk,))
    return [Tool(_("Find its words again"), address, acts=False)] if lost else []


def lost_evidence(record: Finding | Theme) -> list[Tool]:
    """Passages a claim rests on whose words were edited away. One query."""
    over = {"finding": record} if isinstance(record, Finding) else {"finding__theme": record}
    lost = Highlight.objects.filter(evidence__in=Evidence.objects.filter(**over)).exclude(exact="")
    lost = lost.exclude(state=HighlightState.CONFIRMED).filter(question=None).distinct().order_by("pk")[:MOST_LOST]
    return [
        Tool(
            _("Find again: “%(words)s”") % {"words": Truncator(one.exact).chars(40)},
            reverse("curation:relink", args=(one.pk,)),
            acts=False,
        )
        for one in lost
    ]


if coding_tools not in tools_beside:
    tools_beside.append(coding_tools)
