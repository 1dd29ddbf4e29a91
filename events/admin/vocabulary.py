"""Words the site sorts by: countries, populations, topics."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.forms import TopicForm
from events.models import Country, Population, PopulationTerm, Topic
from kpknow.content.admin import StaffAdmin, TableRows, filled


@admin.register(Country)
class CountryAdmin(StaffAdmin):
    """Shipped with the site: only what we decide about a country is edited here."""

    list_display = ("name", "code", "region", "subregion", "is_quiet", "legal_context_checked_on")
    list_filter = ("is_quiet", "region", ("legal_context", filled(_("legal context"))))
    search_fields = ("name", "code", "alpha3")
    readonly_fields = ("name", "code", "alpha3", "m49", "region", "subregion")
    fieldsets = (
        (None, {"fields": ("name", ("code", "alpha3", "m49"), ("region", "subregion"))}),
        (_("Safety"), {"fields": ("is_quiet",)}),
        (_("Law"), {"fields": ("legal_context", "legal_context_checked_on")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TermRows(TableRows):
    model = PopulationTerm


@admin.register(Population)
class PopulationAdmin(StaffAdmin):
    """Never deleted: records of people hang on them."""

    list_display = ("name", "order", "terminology_source")
    search_fields = ("name", "slug", "terms__term")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "order")}),
        (_("In words"), {"fields": ("definition", "usage_note", "terminology_source")}),
    )
    inlines = (TermRows,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(StaffAdmin):
    form = TopicForm
    list_display = ("name", "kind", "merged_into")
    list_filter = ("kind", ("merged_into", filled(_("topic it became"))))
    list_select_related = ("merged_into",)
    search_fields = ("name", "synonyms", "key")
    autocomplete_fields = ("merged_into",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind")}),
        (_("Meaning"), {"fields": ("description", "synonyms", "merged_into")}),
    )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a topic is chosen, only those that still stand for themselves."""
        if "field_name" in request.GET:
            queryset = queryset.visible_to(request.user)
        return super().get_search_results(request, queryset, search_term)
