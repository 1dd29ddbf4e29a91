from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.tagging import TaggedRecordAdmin, TaggingRows
from events.forms import ResourceForm
from events.models import Resource, TaggedResource
from kpknow.content.admin import filled


class TopicRows(TaggingRows):
    model = TaggedResource


@admin.register(Resource)
class ResourceAdmin(TaggedRecordAdmin):
    form = ResourceForm
    list_display = ("title", "status_pill", "kind", "issued_words", "languages", "programme")
    list_filter = (
        "status",
        "kind",
        ("programme", admin.RelatedOnlyFieldListFilter),
        ("url", filled(_("address"))),
    )
    list_select_related: ClassVar[Any] = ("programme",)
    search_fields = ("title", "slug", "summary")
    autocomplete_fields = ("publishers", "programme", "events")
    created_in_place = ("publishers",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "summary", "contents")}),
        (_("Where it comes from"), {"fields": ("publishers", "programme", "events", "issued")}),
        (
            _("How to have it"),
            {"fields": ("url", "languages", ("pages", "page_note"), ("cost", "currency"), "licence")},
        ),
    )
    inlines = (TopicRows,)

    @admin.display(description=_("issued"), ordering="issued")
    def issued_words(self, resource: Resource) -> str:
        return resource.issued.words if resource.issued else ""
