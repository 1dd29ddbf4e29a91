"""Where work begins on the staff's first page: pages that no list's “Add” leads to, and the two kinds added most."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kpknow.curation.models import Import, Manuscript
from stories.models import Story


class Start(NamedTuple):
    words: Any
    address: str


STARTS: tuple[tuple[Any, str, str, Any], ...] = (
    (Manuscript, "view", "curation_manuscript_bring_in", _("Bring in a text")),
    (Import, "view", "curation_import_bring_in", _("Bring in a spreadsheet")),
    (Story, "add", "stories_story_add", _("Add a story")),
    (Event, "add", "events_event_add", _("Add an event")),
)
"""Kind of record, the right that opens the page, the page, its words."""


def starts_for(request: HttpRequest) -> list[Start]:
    """Those this person may open. No query beyond those for their rights."""
    found = []
    for model, right, page, words in STARTS:
        model_admin: Any = admin.site.get_model_admin(model)
        if getattr(model_admin, f"has_{right}_permission")(request):
            found.append(Start(words, reverse(f"admin:{page}")))
    return found
