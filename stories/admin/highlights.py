from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.admin.consents import CONSENT_GUARDED
from events.models import Event, Session
from kpknow.content.admin import StaffAdmin, TableRows, filled, pill
from kpknow.content.admin.base import after_saving
from stories.actions.anchors import follow_session
from stories.forms import HighlightForm
from stories.models import Coding, Highlight, Leaning


class CodingRows(TableRows):
    """Of every coder. What is added here is nobody's reading: it stands beside those of the workbench."""

    model = Coding
    autocomplete_fields = ("theme",)
    fields = ("theme", "note", "coder")
    readonly_fields = ("coder",)
    verbose_name = _("theme")
    verbose_name_plural = _("themes it speaks to")


class LeaningRows(TableRows):
    """Which pole of a tension the passage speaks for."""

    model = Leaning
    autocomplete_fields = ("theme",)
    fields = ("theme", "pole")


@admin.register(Highlight)
class HighlightAdmin(StaffAdmin):
    """A passage somebody said. Findings rest on it: one that is evidence cannot be deleted."""

    form = HighlightForm
    guarded = CONSENT_GUARDED
    list_display = ("words", "state_pill", "display", "source_words", "consent")
    list_filter = ("state", "display", ("consent", filled(_("consent"))), "themes")
    list_select_related = ("block__story", "session__event", "question__survey", "consent__contributor")
    ordering = ("-pk",)  # in the order of a table's own key a page far down needs no sorting
    search_fields = ("text", "exact", "voice", "block__story__title", "session__title", "public_id")
    autocomplete_fields = ("block", "session", "question", "consent")
    readonly_fields = ("public_id", "position", "coder")
    fieldsets = (
        (
            _("Where it was said"),
            {"fields": ("block", "session", "question"), "description": _("Exactly one of the three.")},
        ),
        (_("The passage"), {"fields": ("exact", "position", "text", "voice")}),
        (_("How it may be shown"), {"fields": ("display", "consent", "state", "order")}),
        (None, {"fields": (("public_id", "coder"),)}),
    )
    inlines = (CodingRows, LeaningRows)

    @admin.display(description=_("passage"), ordering="exact")
    def words(self, highlight: Highlight) -> str:
        return str(highlight)

    @admin.display(description=_("state"), ordering="state")
    def state_pill(self, highlight: Highlight) -> SafeString:
        return pill(highlight.state, highlight.get_state_display().split(":")[0])

    @admin.display(description=_("source"))
    def source_words(self, highlight: Highlight) -> str:
        if highlight.block:
            return f"{highlight.block.story} · {highlight.block.number}"
        if highlight.session:
            return f"{highlight.session.event} · {highlight.session}"
        return f"{highlight.question.survey} · {highlight.question}" if highlight.question else ""

    @admin.display(description=_("place in the block"))
    def position(self, highlight: Highlight) -> SafeString | str:
        if highlight.start is None:
            return ""
        return format_html("…{}<mark>{}</mark>{}…", highlight.prefix, highlight.exact, highlight.suffix)

    def save_model(self, request: HttpRequest, obj: Highlight, form: Any, change: bool) -> None:
        if not change:
            obj.coder = request.user  # type: ignore[assignment] # staff pages have no anonymous user
        super().save_model(request, obj, form, change)

    def choice_words(self, record: Highlight) -> str:
        return f"{record} – {record.get_state_display()}, {record.get_display_display()}"


def follow_saved_notes(request: HttpRequest, saved: Any) -> None:
    """A session's notes may have been edited, in its own form or in that of its event."""
    if isinstance(saved, Session):
        follow_session(saved)
    elif isinstance(saved, Event):
        for session in saved.sessions.filter(highlights__isnull=False).distinct():
            follow_session(session)


if follow_saved_notes not in after_saving:
    after_saving.append(follow_saved_notes)
