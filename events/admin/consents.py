"""Consents: recorded once, never edited, withdrawn with a page that says what goes with them."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.actions.consents import AlreadyWithdrawn, replace_consent, withdraw_consent
from events.forms import CONSENT_TICKS, ConsentForm
from events.models import Basis, Consent, Session
from events.models.session import SPEAKING
from kpknow.content.admin import StaffAdmin, Tool, pill
from kpknow.content.admin.choices import possible_keys

PART_FIELDS = ("covers_words", "covers_name", "covers_photo", "covers_voice", "covers_video")
USE_FIELDS = ("for_web", "for_exports", "for_translation")
STANDING_FIELDS = ("withdrawn_at", "withdrawal_reason", "held_at", "replaces", "recorded_at", "recorded_by")

SEES_CONSENTS = "events.view_consent"
CONSENT_GUARDED = {"consent": SEES_CONSENTS}
"""Wherever a form ties something to a consent: only those who may see consents find that field."""

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
            ("held", gettext_lazy("Hidden by the person")),
            ("withdrawn", gettext_lazy("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        today = timezone.now().date()
        over = Q(expires_on__isnull=False, expires_on__lt=today)
        states = {
            "valid": ~over & Q(withdrawn_at__isnull=True, held_at__isnull=True),
            "ask": ~over & Q(withdrawn_at__isnull=True, review_on__isnull=False, review_on__lte=today),
            "expired": over & Q(withdrawn_at__isnull=True),
            "held": Q(withdrawn_at__isnull=True, held_at__isnull=False),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }
        state = states.get(self.value() or "")
        return queryset.filter(state) if state is not None else queryset


SOON = timedelta(days=30)


def needing_attention(today: date) -> dict[str, Q]:
    """Which consents somebody has to look after, and why; the withdrawn need nothing any more."""
    stands = Q(withdrawn_at__isnull=True)
    reasons = {
        "expired": stands & Q(expires_on__isnull=False, expires_on__lt=today),
        "soon": stands & Q(expires_on__isnull=False, expires_on__gte=today, expires_on__lte=today + SOON),
        "review": stands & Q(review_on__isnull=False, review_on__lte=today),
        "unconfirmed": stands & Q(basis=Basis.PUBLISHED_SOURCE),
        "held": stands & Q(held_at__isnull=False),
    }
    return reasons | {"any": reduce(or_, reasons.values())}


class AttentionFilter(admin.SimpleListFilter):
    """The queue of what to renew."""

    title = gettext_lazy("needs attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("any", gettext_lazy("For any reason")),
            ("expired", gettext_lazy("Expired")),
            ("soon", gettext_lazy("Ends within 30 days")),
            ("review", gettext_lazy("Its day to ask again has come")),
            ("unconfirmed", gettext_lazy("Never confirmed with the person")),
            ("held", gettext_lazy("Hidden by the person")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        wanted = needing_attention(timezone.now().date()).get(self.value() or "")
        return queryset.filter(wanted) if wanted is not None else queryset


@admin.register(Consent)
class ConsentAdmin(StaffAdmin):
    """To narrow a consent, withdraw it and record a new one."""

    form = ConsentForm
    may_restore = False  # withdrawn is withdrawn
    actions = ("withdraw_selected",)
    list_display = ("contributor", "state_pill", "basis", "parts", "uses", "given_on", "review_on", "expires_on")
    list_filter = (AttentionFilter, StateFilter, "basis", *PART_FIELDS, *USE_FIELDS)
    list_select_related = ("contributor",)
    search_fields = ("contributor__name", "contributor__role")
    autocomplete_fields = ("contributor",)
    readonly_fields = ("state_pill", *STANDING_FIELDS)
    fieldsets = (
        (None, {"fields": ("contributor", "basis")}),
        (
            gettext_lazy("What it covers"),
            {"fields": (PART_FIELDS,), "description": gettext_lazy("What is not ticked is never shown.")},
        ),
        (gettext_lazy("Where it may be used"), {"fields": (USE_FIELDS,)}),
        (gettext_lazy("How long"), {"fields": ("given_on", "review_on", "expires_on")}),
    )
    record_fields = (None, {"fields": ("state_pill", *STANDING_FIELDS)})

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
        if form.replaced is None:
            super().save_model(request, obj, form, change)
        else:
            reason = _("Narrowed: recorded anew.") if form.narrows else _("Renewed: recorded anew.")
            replace_consent(form.replaced, obj, by=request.user, reason=reason)
            self.log_change(request, form.replaced, reason)

    # Recording another in its place

    def replaced_by_this(self, request: HttpRequest) -> Consent | None:
        """The consent that the page to add one was opened for, if it was."""
        keys = possible_keys(Consent._meta.pk, [request.GET.get("replaces", "")])
        return Consent.objects.select_related("contributor").filter(pk__in=keys).first()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            form.replaced, form.narrows = self.replaced_by_this(request), "narrow" in request.GET
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        old = self.replaced_by_this(request)
        if old is None:
            return super().get_changeform_initial_data(request)
        ticks = {name: getattr(old, name) for name in CONSENT_TICKS}
        narrowing = {"given_on": old.given_on, "review_on": old.review_on, "expires_on": old.expires_on}
        renewing = {"given_on": timezone.now().date()}
        dates = narrowing if "narrow" in request.GET else renewing
        return {"contributor": old.contributor_id, "basis": old.basis, **ticks, **dates}

    refused_by = (*StaffAdmin.refused_by, AlreadyWithdrawn)

    def refusal_words(self, refused: Exception) -> Any:
        if isinstance(refused, AlreadyWithdrawn):
            return _("The old consent was withdrawn meanwhile. Nothing was saved.")
        return super().refusal_words(refused)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        context: dict[str, Any] = {**(extra_context or {})}
        if (old := self.replaced_by_this(request)) is not None:
            context["title"] = _("Narrow a consent") if "narrow" in request.GET else _("Renew a consent")
            context["subtitle"] = str(old.contributor)
        return super().add_view(request, form_url, context)

    @admin.display(description=gettext_lazy("state"))
    def state_pill(self, consent: Consent) -> str:
        today = timezone.now().date()
        ended = consent.withdrawn_at or consent.held_at or (consent.expires_on and consent.expires_on < today)
        return pill("withdrawn" if ended else "published", consent.state)

    @admin.display(description=gettext_lazy("covers"))
    def parts(self, consent: Consent) -> str:
        return consent.parts_words

    @admin.display(description=gettext_lazy("may be used"))
    def uses(self, consent: Consent) -> str:
        return consent.uses_words

    # Withdrawing

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name="events_consent_withdraw"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.withdrawn_at or not self.has_withdraw_permission(request):
            return []
        address = reverse("admin:events_consent_withdraw", args=(record.pk,))
        withdraw = Tool(gettext_lazy("Withdraw this consent"), address, acts=False)
        if not self.has_add_permission(request):
            return [withdraw]
        add = reverse("admin:events_consent_add")
        return [
            Tool(gettext_lazy("Renew"), f"{add}?{urlencode({'replaces': record.pk})}", acts=False),
            Tool(gettext_lazy("Narrow"), f"{add}?{urlencode({'replaces': record.pk, 'narrow': 1})}", acts=False),
            withdraw,
        ]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        if not (consent := self.get_object(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
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
