"""Words the site sorts by: countries, populations, topics."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.forms import TermForm, TermFormSet, TopicForm
from events.models import Country, CountryTerm, Population, PopulationTerm, TermKind, Topic, TopicTerm, term_key
from kpknow.content.admin import StaffAdmin, TableRows, filled


class TermRows(TableRows):
    """Words people use for a concept, each with where it comes from."""

    form = TermForm
    formset = TermFormSet
    fields = ("language", "term", "kind", "as_written", "source")
    widths = {"language": 5, "term": 24, "source": 24}

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.widths:
            field.widget.attrs |= {"size": self.widths[db_field.name], "class": ""}
        return field


class CountryTermRows(TermRows):
    model = CountryTerm

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Their names are shipped in every language: only other ones are added."""
        if db_field.name == "kind":
            kwargs["choices"] = [one for one in TermKind.choices if one[0] != TermKind.PREFERRED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class PopulationTermRows(TermRows):
    model = PopulationTerm


class TopicTermRows(TermRows):
    model = TopicTerm


class NamedRegions(admin.AllValuesFieldListFilter):
    """A country may belong to no region: that choice is a link, too, and needs words."""

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            words = str(choice["display"])
            yield choice | ({"display": f"{_('none')}{words}"} if words == "" or words.startswith(" (") else {})


@admin.register(Country)
class CountryAdmin(StaffAdmin):
    """Shipped with the site: only what we decide about a country is edited here."""

    list_display = ("name", "code", "region", "subregion", "is_quiet", "legal_context_checked_on")
    list_filter = ("is_quiet", ("region", NamedRegions), ("legal_context", filled(_("legal context"))))
    search_fields = ("name", "code", "alpha3", "terms__term")
    readonly_fields = ("name", "code", "alpha3", "m49", "region", "subregion")
    fieldsets = (
        (None, {"fields": ("name", ("code", "alpha3", "m49"), ("region", "subregion"))}),
        (_("Safety"), {"fields": ("is_quiet",)}),
        (_("Law"), {"fields": ("legal_context", "legal_context_checked_on")}),
    )
    inlines = (CountryTermRows,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Population)
class PopulationAdmin(StaffAdmin):
    """Never deleted: records of people hang on them."""

    list_display = ("name", "order", "terminology_source")
    search_fields = ("name", "slug", "terms__term")
    autocomplete_fields = ("broader",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "order", "broader")}),
        (_("In words"), {"fields": ("definition", "usage_note", "terminology_source")}),
    )
    inlines = (PopulationTermRows,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(StaffAdmin):
    form = TopicForm
    list_display = ("name", "kind", "merged_into")
    list_filter = ("kind", ("merged_into", filled(_("topic it became"))))
    list_select_related = ("merged_into",)
    search_fields = ("key", "terms__key", "slug")
    readonly_fields: ClassVar[Any] = ("merged_into",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind")}),
        (_("Meaning"), {"fields": ("description", "merged_into")}),
    )
    inlines = (TopicTermRows,)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By any of its words, whatever their capitals and accents; where a topic is chosen, no merged ones."""
        if "field_name" in request.GET:
            queryset = queryset.visible_to(request.user)
        return super().get_search_results(request, queryset, term_key(search_term))
