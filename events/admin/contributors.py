from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.consents import PART_FIELDS, SEES_CONSENTS, USE_FIELDS
from events.forms import ConsentForm
from events.models import Consent, Contributor, Part
from kpknow.content.admin import StackedRows, StaffAdmin, filled


class ConsentRows(StackedRows):
    """Consents are recorded here and never edited: withdraw one on its own page and record another."""

    model = Consent
    form = ConsentForm
    fields = ("basis", PART_FIELDS, USE_FIELDS, ("given_on", "review_on", "expires_on"))
    show_change_link = True
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(SEES_CONSENTS))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("events.add_consent"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Contributor)
class ContributorAdmin(StaffAdmin):
    """A person or a group under the name they chose."""

    guarded = dict.fromkeys(("consents", "paper_kept_at"), SEES_CONSENTS)

    list_display = ("name", "naming", "role", "organisation", "is_group", "may_be_read")
    list_filter = ("naming", "is_group", ("consents", filled(_("consents"))))
    list_select_related = ("organisation",)
    search_fields = ("name", "role", "organisation__name")
    autocomplete_fields = ("organisation",)
    created_in_place = ("organisation",)
    fieldsets = (
        (None, {"fields": ("name", "naming", "is_group")}),
        (_("Who they are"), {"fields": ("role", "organisation")}),
        (_("The paper"), {"fields": ("paper_kept_at",)}),
    )
    inlines = (ConsentRows,)

    def get_queryset(self, request: HttpRequest) -> Any:
        words = Consent.objects.covering(Part.WORDS).filter(contributor=OuterRef("pk")).order_by()
        return super().get_queryset(request).annotate(words_covered=Exists(words))

    @admin.display(description=_("words may be shown"), boolean=True, ordering="words_covered")
    def may_be_read(self, contributor: Any) -> bool:
        return bool(contributor.words_covered)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A new consent keeps the account that recorded it."""
        for row in formset.extra_forms:
            if isinstance(row.instance, Consent):
                row.instance.recorded_by = request.user  # type: ignore[assignment] # no anonymous user here
        super().save_formset(request, form, formset, change)
