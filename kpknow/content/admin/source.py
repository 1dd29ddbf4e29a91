from typing import Any

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin.base import StaffAdmin, filled
from kpknow.content.admin.choices import ChoicesView
from kpknow.content.models import Source


@admin.register(Source)
class SourceAdmin(StaffAdmin):
    """Documents whose facts we keep. Sources that records rest on cannot be deleted."""

    list_display = ("title", "publisher", "published_words", "language", "is_listed")
    list_filter = ("is_listed", "language", ("url", filled(_("address"))))
    search_fields = ("title", "creator", "publisher", "slug")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "creator", "publisher", "published", "language")}),
        (_("Where it is"), {"fields": ("url", "accessed_on", "rights")}),
        (_("On this site"), {"fields": ("is_listed", "note")}),
    )

    @admin.display(description=_("published"), ordering="published")
    def published_words(self, source: Source) -> str:
        return source.published.words if source.published else ""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None while it is not listed: it has no page then."""
        return super().get_view_on_site_url(obj) if obj and obj.is_listed else None

    def choice_words(self, record: Source) -> str:
        return f"{record.title} – {record.publisher}" if record.publisher else record.title

    def get_urls(self) -> Any:
        """Also the address every field that is chosen by typing asks; it needs one home, and this is the lowest."""
        view = self.admin_site.admin_view(ChoicesView.as_view(admin_site=self.admin_site))
        return [path("choices/", view, name="choices"), *super().get_urls()]
