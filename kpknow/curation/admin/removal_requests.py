"""The queue of requests to change or remove something."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, pill
from kpknow.curation.actions.removal_requests import (
    ANSWERED,
    AlreadyAnswered,
    NoSuchPage,
    answer_request,
    hide_page,
)
from kpknow.curation.forms import AnswerForm
from kpknow.curation.models import RemovalRequest, RequestState
from kpknow.curation.records_by_address import record_at
from kpknow.safety.sealing import Unreadable, unseal

PILLS = {
    RequestState.WAITING: "pending",
    RequestState.LOOKED_AT: "proposed",
    RequestState.DONE: "published",
    RequestState.DECLINED: "withdrawn",
}


class OpenFilter(admin.SimpleListFilter):
    """Opens on what nobody has answered; “All” is a choice, not the start."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext_lazy("Not answered")), *RequestState.choices, ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        wanted = self.value() or "open"
        if wanted == "open":
            return queryset.exclude(state__in=ANSWERED)
        return queryset if wanted == "all" else queryset.filter(state=wanted)

    def choices(self, changelist: Any) -> Any:
        """Without Django's own “All”, which would only remove the parameter and so show what is open."""
        _all, *ours = super().choices(changelist)
        if self.value() is None:
            ours[0]["selected"] = True
        yield from ours


@admin.register(RemovalRequest)
class RemovalRequestAdmin(ReadOnly, StaffAdmin):
    """What was asked is read and answered, never edited."""

    list_display = ("excerpt", "page", "received_at", "standing")
    list_filter = (OpenFilter,)
    search_fields = ("words", "page")
    readonly_fields = ("where", "reach", "standing")
    fields = ("where", "words", "reach", "received_at", "standing", "answer", "answered_at", "answered_by")

    def may_decide(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request)

    @admin.display(description=gettext_lazy("what is wrong"))
    def excerpt(self, asked: RemovalRequest) -> str:
        return Truncator(asked.words).words(30)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, asked: RemovalRequest) -> SafeString:
        return pill(PILLS[RequestState(asked.state)], asked.get_state_display())

    @admin.display(description=gettext_lazy("page"))
    def where(self, asked: RemovalRequest) -> SafeString | str:
        """A link only to what is a record of ours: anybody could have written any address."""
        if (record := record_at(asked.page)) is None:
            return asked.page or "–"
        form = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))
        return format_html('<a href="{}">{}</a> {}', form, record, pill(record.status, record.get_status_display()))

    @admin.display(description=gettext_lazy("how to reach them"))
    def reach(self, asked: RemovalRequest) -> str:
        if not asked.contact:
            return _("Not given, or erased with the answer.")
        try:
            return unseal(asked.contact)
        except Unreadable:
            return _("Sealed under a key this site no longer has.")

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.state in ANSWERED or not self.may_decide(request):
            return []
        tools = []
        stands = record_at(record.page)
        if stands is not None and stands.withdrawn_at is None and may_hide(request, stands):
            hide = reverse("admin:curation_removalrequest_hide", args=(record.pk,))
            tools.append(Tool(gettext_lazy("Hide this page now"), hide))
        answer = reverse("admin:curation_removalrequest_answer", args=(record.pk,))
        return [*tools, Tool(gettext_lazy("Answer"), answer, acts=False)]

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/hide/", wrap(self.hide_view), name="curation_removalrequest_hide"),
            path("<path:object_id>/answer/", wrap(self.answer_view), name="curation_removalrequest_answer"),
            *super().get_urls(),
        ]

    def hide_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Hide first, look into it afterwards: publishing it again is the way back."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_decide(request):
            raise PermissionDenied
        if (asked := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        stands = record_at(asked.page)
        if stands is not None and not may_hide(request, stands):
            raise PermissionDenied
        try:
            hidden = hide_page(asked, by=request.user)
        except NoSuchPage:
            self.message_user(request, _("No record stands there, or it is hidden already."), messages.WARNING)
        else:
            self.log_change(request, hidden, _("Withdrawn after a request."))
            self.message_user(request, _("“%(record)s” is hidden.") % {"record": hidden}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_removalrequest_change", args=(asked.pk,)))

    def answer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Words for whoever has the code, and how far it is."""
        if not self.may_decide(request):
            raise PermissionDenied
        if (asked := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        back = reverse("admin:curation_removalrequest_change", args=(asked.pk,))
        form = AnswerForm(request.POST if request.method == "POST" else None, initial={"reason": asked.answer})
        if form.is_valid():
            state = RequestState(form.cleaned_data["state"])
            try:
                answer_request(asked, by=request.user, state=state, answer=form.cleaned_data["reason"])
            except AlreadyAnswered:
                self.message_user(request, _("Somebody answered it meanwhile. Nothing was changed."), messages.ERROR)
            else:
                self.log_change(request, asked, _("Answered."))
                self.message_user(request, _("Whoever has the code can read it now."), messages.SUCCESS)
            return HttpResponseRedirect(back)
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        context = {"title": _("Answer a request"), "asked": asked, "form": form, "back": back}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/answer_request.html", shared | context)


def may_hide(request: HttpRequest, record: Any) -> bool:
    """Withdrawing is the right of those who publish."""
    shown_by: Any = admin.site.get_model_admin(type(record))
    return bool(shown_by.has_publish_permission(request))
