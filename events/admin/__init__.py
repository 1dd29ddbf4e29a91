"""The staff's pages about what happened; each noun in its file."""

import taggit.admin  # noqa: F401  registers taggit's own tags, so that they can be taken out below
from django.contrib import admin
from taggit.models import Tag

from events.admin import (
    consents,
    contributors,
    events,
    organisations,
    programmes,
    resources,
    sessions,
    surveys,
    vocabulary,
)

admin.site.unregister(Tag)  # ours are Topics

__all__ = [
    "consents",
    "contributors",
    "events",
    "organisations",
    "programmes",
    "resources",
    "sessions",
    "surveys",
    "vocabulary",
]
