from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpknow.content.admin import ReadOnly, StaffAdmin
from kpknow.curation.models import ConsentView


@admin.register(ConsentView)
class ConsentViewAdmin(ReadOnly, StaffAdmin):
    """Who looked at consents. Nobody adds to it or takes from it by hand."""

    list_display = ("seen_at", "account", "page", "contributor", "consent")
    list_filter = ("page",)
    list_select_related = ("account", "contributor", "consent__contributor")
    search_fields = ("account__username", "contributor__name")
    fields = ("seen_at", "account", "page", "contributor", "consent")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.list_select_related)
