"""The ways from a story's and a session's form to the page where it is coded."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Session
from kpknow.content.admin import Tool
from kpknow.content.admin.base import tools_beside
from kpknow.content.models import Status
from kpknow.curation.coding.texts import CODE
from stories.models import Highlight, HighlightState, Story


def coding_tools(request: HttpRequest, record: Any) -> list[Tool]:
    if not isinstance(record, Story | Session | Highlight) or not request.user.has_perm(CODE):
        return []
    if isinstance(record, Highlight):
        lost = record.exact and record.state != HighlightState.CONFIRMED and not record.question_id
        address = reverse("curation:relink", args=(record.pk,))
        return [Tool(_("Find its words again"), address, acts=False)] if lost else []
    whole = record if isinstance(record, Story) else record.event
    if whole.status == Status.WITHDRAWN:
        return []
    kind = "story" if isinstance(record, Story) else "session"
    return [Tool(_("Code this text"), reverse("curation:code", args=(kind, record.pk)), acts=False)]


if coding_tools not in tools_beside:
    tools_beside.append(coding_tools)
