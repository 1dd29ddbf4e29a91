"""Addresses that no longer answer: a list of them, and a filter beside the records that have them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.models import Organisation, Resource
from kpknow.content.admin import ReadOnly, StaffAdmin, pill
from kpknow.content.models import Source
from kpknow.curation.models import LinkCheck
from kpknow.curation.models.link_check import DEAD, Outcome


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, StaffAdmin):
    """What ``manage.py check_links`` found. Addresses are shown as text: none is opened by mistake."""

    list_display = ("address", "outcome_pill", "status", "failures", "checked_at")
    list_filter = ("outcome",)
    search_fields = ("address",)
    fields = ("address", "outcome", "status", "failures", "checked_at")
    readonly_fields = fields

    @admin.display(description=_("answer"), ordering="outcome")
    def outcome_pill(self, check: LinkCheck) -> SafeString:
        return pill("withdrawn" if check.is_dead else "published", check.get_outcome_display())


def answer_filter(address: str) -> type[admin.SimpleListFilter]:
    """A filter by what the address in this field answered."""

    class AnswerFilter(admin.SimpleListFilter):
        title = _("answer of its address")
        parameter_name = "address_answer"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            return [
                ("dead", _("Dead")),
                ("moved", _("Moved")),
                ("closed", _("To look at by hand")),
                ("unasked", _("Never asked")),
            ]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
            having = queryset.exclude(**{address: ""})
            found = LinkCheck.objects.values("address")
            outcomes = {"dead": DEAD, "moved": (Outcome.MOVED,), "closed": (Outcome.CLOSED, Outcome.NOT_ASKED)}
            if self.value() == "unasked":
                return having.exclude(**{f"{address}__in": found})
            if outcome := outcomes.get(self.value() or ""):
                return having.filter(**{f"{address}__in": found.filter(outcome__in=outcome)})
            return queryset

    return AnswerFilter


for model, field in ((Source, "url"), (Resource, "url"), (Organisation, "website")):
    model_admin: Any = admin.site.get_model_admin(model)
    model_admin.list_filter = (*model_admin.list_filter, answer_filter(field))
