from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin import RecordAdmin, StackedRows, StaffAdmin
from kpknow.content.forms import PlacedFormSet
from stories.models import Synthesis, SynthesisEntry, SynthesisSection


class SectionRows(StackedRows):
    """The lists in short; their entries are on each section's own page."""

    model = SynthesisSection
    show_change_link = True
    fields = ("order", "title", "text")


@admin.register(Synthesis)
class SynthesisAdmin(RecordAdmin):
    list_display = ("title", "status_pill", "event", "changed_at")
    list_filter = ("status",)
    list_select_related: ClassVar[Any] = ("event",)
    search_fields = ("title", "slug", "event__title")
    autocomplete_fields = ("event",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "event", "dated", "authors", "summary")}),
        (_("How it was made"), {"fields": ("method",)}),
    )
    inlines = (SectionRows,)


class NumberedFormSet(PlacedFormSet):
    place = "number"


class EntryRows(StackedRows):
    model = SynthesisEntry
    formset = NumberedFormSet
    autocomplete_fields = ("theme",)
    fields = (("number", "is_gap"), "title", "text", "theme")


@admin.register(SynthesisSection)
class SynthesisSectionAdmin(StaffAdmin):
    list_display = ("title", "synthesis", "order")
    list_filter = (("synthesis", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("synthesis",)
    search_fields = ("title", "synthesis__title")
    autocomplete_fields = ("synthesis",)
    fieldsets = ((None, {"fields": ("synthesis", "order", "title", "text")}),)
    inlines = (EntryRows,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("synthesis")
