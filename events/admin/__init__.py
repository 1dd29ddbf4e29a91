"""The staff's pages about what happened; each noun in its file."""

from taggit.admin import Tag, admin

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

# taggit registers its own tags when it is imported, as it just was; ours are Topics
admin.site.unregister(Tag)

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
