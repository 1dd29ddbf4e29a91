"""Overrides: asked from a record's page, agreed to or refused on their own."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.actions.publishing import NotReady, blockers_of
from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, pill
from kpknow.content.admin.choices import LARGEST_KEY
from kpknow.content.admin.stepping import record_tools
from kpknow.content.forms import ReasonForm
from kpknow.content.models import Record, Status
from kpknow.curation.actions import overriding
from kpknow.curation.models import Decision, Override

PILLS = {Decision.WAITING: "pending", Decision.CONFIRMED: "accepted", Decision.REFUSED: "rejected"}
DECISIONS = {"confirm": overriding.confirm_override, "refuse": overriding.refuse_override}
REFUSALS = {
    overriding.NothingToPassOver: gettext_lazy("Nothing stands in the way: no override is needed."),
    overriding.AskedBefore: gettext_lazy("Somebody asked already; a second person has to answer first."),
    overriding.DecidedBefore: gettext_lazy("It was decided before."),
    overriding.NotASecondPerson: gettext_lazy("Whoever asked, or made the record, cannot be the one who agrees."),
    overriding.ChangedSince: gettext_lazy("The record was changed since. Refuse this one, read it and ask again."),
}


@admin.register(Override)
class OverrideAdmin(ReadOnly, StaffAdmin):
    """Kept for ever: who asked, why, what was passed over, who agreed."""

    list_display = ("title", "state_pill", "asked_by", "asked_at", "decided_by", "decided_at")
    list_filter = ("decision",)
    list_select_related = ("asked_by", "decided_by")
    search_fields = ("title", "reason")
    fields = ("record", "state_pill", "passed_over", "reason", "asked_by", "asked_at", "decided_by", "decided_at")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("decision"), ordering="decision")
    def state_pill(self, override: Override) -> SafeString:
        return pill(PILLS[Decision(override.decision)], override.get_decision_display())

    @admin.display(description=gettext_lazy("record"))
    def record(self, override: Override) -> SafeString:
        return format_html('<a href="{}">{}</a>', address_of(override.kind, override.record_id), override.title)

    @admin.display(description=gettext_lazy("what is passed over"))
    def passed_over(self, override: Override) -> SafeString:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in override.blockers)))

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.decision or not overriding.may_publish(request.user, record.kind):
            return []
        refuse = Tool(gettext_lazy("Refuse"), self._address("refuse", record))
        if request.user.pk == record.asked_by_id:
            return [Tool(gettext_lazy("Take it back"), refuse.address)]
        return [Tool(gettext_lazy("Agree"), self._address("confirm", record)), refuse]

    def _address(self, decision: str, override: Override) -> str:
        return reverse(f"admin:curation_override_{decision}", args=(override.pk,))

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("ask/<str:kind>/<int:key>/", wrap(self.ask_view), name="curation_override_ask"),
            path("<int:key>/confirm/", wrap(self.confirm_view), name="curation_override_confirm"),
            path("<int:key>/refuse/", wrap(self.refuse_view), name="curation_override_refuse"),
            *super().get_urls(),
        ]

    # Asking

    def ask_view(self, request: HttpRequest, kind: str, key: int) -> HttpResponse:
        if not overriding.may_publish(request.user, kind):
            raise PermissionDenied
        record = named(kind, key)
        back = address_of(kind, key)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                asked = overriding.ask_override(record, by=request.user, reason=form.cleaned_data["reason"])
            except NotReady as final:
                for blocker in final.blockers:
                    words = _("Nobody can pass over this: %(blocker)s") % {"blocker": blocker}
                    self.message_user(request, words, messages.ERROR)
                return HttpResponseRedirect(back)
            except (overriding.NothingToPassOver, overriding.AskedBefore) as refused:
                self.message_user(request, REFUSALS[type(refused)], messages.ERROR)
                return HttpResponseRedirect(back)
            self.message_user(request, _("A second person has to agree now."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:curation_override_change", args=(asked.pk,)))
        blockers = blockers_of(record)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Ask for an override"),
            "opts": self.opts,
            "record": record,
            "blockers": blockers,
            "final": [blocker for blocker in blockers if blocker.is_final],
            "form": form,
            "back": back,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/ask_override.html", context)

    # Deciding

    def confirm_view(self, request: HttpRequest, key: int) -> HttpResponse:
        return self._decide(request, key, "confirm", _("Agreed. The record can be published as it is now."))

    def refuse_view(self, request: HttpRequest, key: int) -> HttpResponse:
        return self._decide(request, key, "refuse", _("Refused. What is missing has to be done."))

    def _decide(self, request: HttpRequest, key: int, decision: str, words: str) -> HttpResponse:
        override = Override.objects.filter(pk=min(key, LARGEST_KEY)).first()
        if not self.has_view_permission(request, override):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if override is None:
            raise Http404
        try:
            DECISIONS[decision](override, by=request.user)
        except (overriding.DecidedBefore, overriding.NotASecondPerson, overriding.ChangedSince) as refused:
            self.message_user(request, REFUSALS[type(refused)], messages.ERROR)
        else:
            self.log_change(request, override, words)
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_override_change", args=(override.pk,)))


def named(kind: str, key: int) -> Record:
    """The record of this kind; raises Http404 where there is none."""
    try:
        model: Any = apps.get_model(kind)
    except (LookupError, ValueError) as unknown:
        raise Http404 from unknown
    record = model._base_manager.filter(pk=min(key, LARGEST_KEY)).first() if issubclass(model, Record) else None
    if not isinstance(record, Record):
        raise Http404
    return record


def address_of(kind: str, key: int) -> str:
    return reverse(f"admin:{kind.replace('.', '_')}_change", args=(key,))


def override_tools(request: HttpRequest, record: Any) -> list[Tool]:
    """On the page of a record: ask for an override, or look at the one that waits."""
    kind = record._meta.label_lower
    if record.status not in (Status.DRAFT, Status.IN_REVIEW) or not overriding.may_publish(request.user, kind):
        return []
    if asked := Override.objects.about(record).waiting().first():
        where = reverse("admin:curation_override_change", args=(asked.pk,))
        return [Tool(gettext_lazy("The override that waits"), where, acts=False)]
    where = reverse("admin:curation_override_ask", args=(kind, record.pk))
    return [Tool(gettext_lazy("Ask for an override"), where, acts=False)]


record_tools.append(override_tools)
