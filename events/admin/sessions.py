from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.consents import CONSENT_GUARDED
from events.forms import ContributionForm, ContributionFormSet
from events.models import Session, SessionContribution
from kpknow.content.admin import StaffAdmin, TableRows


class ContributionRows(TableRows):
    """Who spoke or led, each under their own consent: one that does not hold takes the session out of sight."""

    model = SessionContribution
    guarded = CONSENT_GUARDED
    form = ContributionForm
    formset = ContributionFormSet
    fields = ("contributor", "role", "consent")
    autocomplete_fields = ("contributor", "consent")
    verbose_name = _("person")
    verbose_name_plural = _("who spoke or led")


@admin.register(Session)
class SessionAdmin(StaffAdmin):
    list_display = ("title", "event", "order", "format")
    list_filter = ("format", ("event", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("event__parent",)
    search_fields = ("title", "event__title", "prompt")
    autocomplete_fields = ("event",)
    fieldsets = (
        (None, {"fields": ("event", "order", "title", "format")}),
        (_("The question"), {"fields": ("prompt", "reframing")}),
        (_("What came out"), {"fields": ("summary", "key_points", "source_page")}),
    )
    inlines = (ContributionRows,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("event")

    def choice_words(self, record: Session) -> str:
        return f"{record.event} · {record.order}. {record.title}"
