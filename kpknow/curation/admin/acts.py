"""The audit log and the changes of all records, to read and to take away; for administrators."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin import ReadOnly, StaffAdmin
from kpknow.content.history.acts import record_act
from kpknow.content.models import Act, ActVerb, Change
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV

MOST_EXPORTED = 100_000
"""Rows of one file, the newest: what a spreadsheet opens."""


class LogAdmin(ReadOnly, StaffAdmin):
    """Read, never written: the database refuses it too. Accounts by name, all else by kind and number."""

    show_full_result_count = False
    kind_field = key_field = ""

    def get_queryset(self, request: HttpRequest) -> Any:
        accounts = get_user_model()._default_manager.filter(pk=OuterRef("account"))
        return super().get_queryset(request).annotate(account_name=Subquery(accounts.values("username")[:1]))

    @admin.display(description=_("account"), ordering="account")
    def by(self, row: Any) -> str:
        return row.account_name or (str(row.account) if row.account else "")

    @admin.display(description=_("record"))
    def about(self, row: Any) -> SafeString | str:
        """Kind and number, leading to its page where it has one."""
        kind, key = getattr(row, self.kind_field), getattr(row, self.key_field)
        if not kind:
            return ""
        try:
            address = reverse(f"admin:{kind.replace('.', '_')}_history", args=(key,))
        except NoReverseMatch:
            return f"{kind} {key}"
        return format_html('<a href="{}">{} {}</a>', address, kind, key)


@admin.register(Act)
class ActAdmin(LogAdmin):
    actions = ("export_selected",)
    kind_field, key_field = "about_kind", "about_key"
    list_display = ("at", "verb", "by", "about", "note")
    list_filter = ("verb",)
    search_fields = ("about_kind", "=about_key")
    fields = ("at", "verb", "by", "about", "note", "place", "seal")
    readonly_fields = fields

    @admin.action(description=_("Take away as CSV"), permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        names = ("at", "verb", "account", "about_kind", "about_key", "note", "place", "seal")
        rows: Iterable[Any] = queryset.values_list(*names)[:MOST_EXPORTED]
        lines = [(row[0].isoformat(timespec="seconds"), *row[1:]) for row in rows]
        record_act(ActVerb.EXPORTED, by=request.user, note=f"content.act {len(lines)}")
        file = b"".join(csv_chunks(names, lines))
        return HttpResponse(
            file,
            content_type=CSV,
            headers={"Content-Disposition": 'attachment; filename="audit-log.csv"', "Cache-Control": "no-store"},
        )


@admin.register(Change)
class ChangeAdmin(LogAdmin):
    """What changed is on the History of each record, which asks the consents first; here is who, when and where."""

    kind_field, key_field = "record_kind", "record_key"
    list_display = ("at", "by", "verb", "about", "kind", "route")
    list_filter = ("verb", "record_kind")
    search_fields = ("=record_key", "record_kind")
    fields = ("at", "by", "verb", "about", "kind", "row_key", "route", "place", "seal", "is_erased")
    readonly_fields = fields
