"""Consents: recorded once, never edited, withdrawn with a page that says what goes with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.actions.consents import withdraw_consent
from events.forms import ConsentForm
from events.models import Consent, Session
from events.models.session import SPEAKING
from kpknow.content.admin import StaffAdmin, Tool, pill

PART_FIELDS = ("covers_words", "covers_name", "covers_photo", "covers_voice", "covers_video")
USE_FIELDS = ("for_web", "for_exports", "for_translation")

Counter = Callable[[Consent], list[tuple[str, int]]]


def sessions_covered(consent: Consent) -> list[tuple[str, int]]:
    """Sessions that retell this person's words under this consent. One query."""
    speaking = Q(contributions__consent=consent, contributions__role__in=SPEAKING)
    return [(_("sessions, whole"), Session.objects.filter(speaking).distinct().count())]


COUNTERS: list[Counter] = [sessions_covered]
"""Whoever keeps something under a consent adds a counter here: apps above this one are unknown to it."""


def what_goes(consent: Consent) -> list[tuple[str, int]]:
    """What a withdrawal takes out of sight, in words and numbers; a fixed number of queries."""
    return [pair for counter in COUNTERS for pair in counter(consent)]


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("valid", gettext_lazy("Valid")),
            ("ask", gettext_lazy("To be asked again")),
            ("expired", gettext_lazy("Expired")),
            ("withdrawn", gettext_lazy("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        today = timezone.now().date()
        over = Q(expires_on__isnull=False, expires_on__lt=today)
        states = {
            "valid": ~over & Q(withdrawn_at__isnull=True),
            "ask": ~over & Q(withdrawn_at__isnull=True, review_on__isnull=False, review_on__lte=today),
            "expired": over & Q(withdrawn_at__isnull=True),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }
        state = states.get(self.value() or "")
        return queryset.filter(state) if state is not None else queryset


@admin.register(Consent)
class ConsentAdmin(StaffAdmin):
    """To narrow a consent, withdraw it and record a new one."""

    form = ConsentForm
    actions = ("withdraw_selected",)
    list_display = ("contributor", "state_pill", "basis", "parts", "uses", "given_on", "review_on", "expires_on")
    list_filter = (StateFilter, "basis", *PART_FIELDS, *USE_FIELDS)
    list_select_related = ("contributor",)
    search_fields = ("contributor__name", "contributor__role")
    autocomplete_fields = ("contributor",)
    readonly_fields = ("state_pill", "withdrawn_at", "recorded_at", "recorded_by")
    fieldsets = (
        (None, {"fields": ("contributor", "basis")}),
        (
            gettext_lazy("What it covers"),
            {"fields": (PART_FIELDS,), "description": gettext_lazy("What is not ticked is never shown.")},
        ),
        (gettext_lazy("Where it may be used"), {"fields": (USE_FIELDS,)}),
        (gettext_lazy("How long"), {"fields": ("given_on", "review_on", "expires_on")}),
    )
    record_fields = (None, {"fields": ("state_pill", "withdrawn_at", "recorded_at", "recorded_by")})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.record_fields] if obj else fieldsets

    def get_queryset(self, request: HttpRequest) -> Any:
        latest = (F("withdrawn_at").asc(nulls_first=True), "contributor__name", "-pk")
        return super().get_queryset(request).select_related("contributor").order_by(*latest)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits a recorded consent."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: Consent, form: Any, change: bool) -> None:
        obj.recorded_by = request.user  # type: ignore[assignment] # staff pages have no anonymous user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("state"))
    def state_pill(self, consent: Consent) -> str:
        today = timezone.now().date()
        ended = consent.withdrawn_at or (consent.expires_on and consent.expires_on < today)
        return pill("withdrawn" if ended else "published", consent.state)

    @admin.display(description=gettext_lazy("covers"))
    def parts(self, consent: Consent) -> str:
        return self._ticked(consent, PART_FIELDS)

    @admin.display(description=gettext_lazy("may be used"))
    def uses(self, consent: Consent) -> str:
        return self._ticked(consent, USE_FIELDS)

    def _ticked(self, consent: Consent, names: tuple[str, ...]) -> str:
        fields = (consent._meta.get_field(name) for name in names if getattr(consent, name))
        return ", ".join(str(getattr(field, "verbose_name", "")) for field in fields)

    # Withdrawing

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name="events_consent_withdraw"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.withdrawn_at or not self.has_withdraw_permission(request):
            return []
        address = reverse("admin:events_consent_withdraw", args=(record.pk,))
        return [Tool(gettext_lazy("Withdraw this consent"), address, acts=False)]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        if not (consent := self.get_object(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return] # Django's own answer
        return self._withdraw(request, [consent], reverse("admin:events_consent_change", args=(consent.pk,)))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._withdraw(request, list(queryset), request.get_full_path())

    def _withdraw(self, request: HttpRequest, consents: list[Any], back: str) -> HttpResponse:
        """Show what goes, then do it. Withdrawn ones are left as they are."""
        standing = [consent for consent in consents if consent.withdrawn_at is None]
        if not standing:
            self.message_user(request, _("Nothing to withdraw: it is withdrawn already."), messages.WARNING)
            return HttpResponseRedirect(back)
        if request.method == "POST" and request.POST.get("post") == "yes":
            for consent in standing:
                withdraw_consent(consent, by=request.user)
                self.log_change(request, consent, _("Withdrawn."))
            words = ngettext(
                "%(count)d consent is withdrawn. What it covered is gone from every page.",
                "%(count)d consents are withdrawn. What they covered is gone from every page.",
                len(standing),
            )
            self.message_user(request, words % {"count": len(standing)}, messages.SUCCESS)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw"),
            "opts": self.opts,
            "records": [(consent, what_goes(consent)) for consent in standing],
            "back": back,
            "action": request.POST.get("action", ""),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/withdraw_consents.html", context)
