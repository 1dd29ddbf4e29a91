from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpknow.content.admin.base import ReadOnly, StaffAdmin
from kpknow.content.models import FormerAddress


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnly, StaffAdmin):
    """Written by the records themselves. One may be deleted: an old address can hold a name that must go."""

    list_display = ("slug", "current_slug", "kind")
    list_filter = ("kind",)
    search_fields = ("slug", "current_slug")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
