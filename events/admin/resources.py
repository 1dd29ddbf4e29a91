from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.forms import ResourceForm
from events.models import Resource, TaggedResource
from kpknow.content.admin import RecordAdmin, TableRows, filled


class TopicRows(TableRows):
    model = TaggedResource
    autocomplete_fields = ("tag",)
    verbose_name = _("topic")
    verbose_name_plural = _("topics")


@admin.register(Resource)
class ResourceAdmin(RecordAdmin):
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
