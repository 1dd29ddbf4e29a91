"""The filter behind the cards."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from kpknow.curation.attention.needs import FILTERED, Need


class NeedsFilter(admin.SimpleListFilter):
    title = gettext_lazy("what it waits for")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, need.words) for name, need in filtered_needs(model_admin.model).items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        need = filtered_needs(queryset.model).get(self.value() or "")
        return need.rule(queryset) if need else queryset


def filtered_needs(model: Any) -> dict[str, Need]:
    """The needs of a kind of record that this filter offers, by the value in the address."""
    return {need.query.removeprefix("needs="): need for need in FILTERED if need.model is model}


def offer_filters() -> None:
    """Lists of lower apps get the filter without knowing of this one."""
    for model in {need.model for need in FILTERED}:
        model_admin = admin.site.get_model_admin(model)
        if NeedsFilter not in model_admin.list_filter:
            model_admin.list_filter = (*model_admin.list_filter, NeedsFilter)  # type: ignore[misc]  # a filter
