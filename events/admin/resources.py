from typing import Any, ClassVar

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
        (_("A file kept here"), {"fields": ("file", "tells", "strip_file", "file_checked")}),
    )
    inlines = (TopicRows,)
    readonly_fields = (*TaggedRecordAdmin.readonly_fields, "tells")

    @admin.display(description=_("what the file tells besides its pages"))
    def tells(self, resource: Resource) -> SafeString | str:
        if not resource.file:
            return str(_("No file is kept here."))
        rows = format_html_join("", "<li>{}</li>", ((words,) for words in resource.file_tells))
        return format_html("<ul>{}</ul>", rows) if resource.file_tells else str(_("Nothing that we found."))

    @admin.display(description=_("issued"), ordering="issued")
    def issued_words(self, resource: Resource) -> str:
        return resource.issued.words if resource.issued else ""
