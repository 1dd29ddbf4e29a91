from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Programme, ProgrammePartner
from kpknow.content.admin import RecordAdmin, TableRows


class PartnerRows(TableRows):
    model = ProgrammePartner
    autocomplete_fields = ("organisation",)
    created_in_place = ("organisation",)


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = ("name", "short_name", "status_pill", "period", "changed_at")
    list_filter = ("status", ("countries", admin.RelatedOnlyFieldListFilter))
    list_select_related: ClassVar[Any] = False
    search_fields = ("name", "short_name", "slug")
    prepopulated_fields: ClassVar[Any] = {"slug": ("name",)}
    autocomplete_fields = ("countries",)
    fieldsets = (
        (None, {"fields": (("name", "short_name"), "slug")}),
        (_("When and where"), {"fields": (("starts", "ends"), "countries")}),
        (_("What it is"), {"fields": ("summary", "aims")}),
    )
    inlines = (PartnerRows,)

    @admin.display(description=_("years"), ordering="starts")
    def period(self, programme: Programme) -> str:
        return programme.period
