"""Contributors with everything they appear in, and the way to take all of it back at once."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.actions.consents import withdraw_everything
from events.admin.contributors import ContributorAdmin
from events.models import Consent, Contributor
from kpknow.content.admin import Tool
from kpknow.content.forms import ReasonForm
from kpknow.curation.actions.consent_views import note_view
from kpknow.curation.actions.receipts import give_receipt
from kpknow.curation.appearances import appearances_of, preview_withdrawal
from kpknow.curation.models import ConsentPage
from kpknow.safety.codes import grouped

admin.site.unregister(Contributor)


@admin.register(Contributor)
class ContributorDeskAdmin(ContributorAdmin):
    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/everything/", wrap(self.everything_view), name="events_contributor_everything"),
            path("<path:object_id>/withdraw/", wrap(self.withdraw_view), name="events_contributor_withdraw"),
            path("<path:object_id>/receipt/", wrap(self.receipt_view), name="events_contributor_receipt"),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools = super().get_tools(request, record)
        if may_see(request):
            tools.append(Tool(gettext_lazy("Everything they appear in"), address("everything", record), acts=False))
        if may_withdraw(request):
            tools.append(Tool(gettext_lazy("Give a code"), address("receipt", record), acts=False))
        if may_withdraw(request) and record.consents.filter(withdrawn_at__isnull=True).exists():
            tools.append(Tool(gettext_lazy("Withdraw everything"), address("withdraw", record), acts=False))
        return tools

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        if contributor := context.get("original"):
            note_view(ConsentPage.CONTRIBUTOR, by=request.user, of=contributor)
        return super().render_change_form(request, context, *args, **kwargs)

    def everything_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything this person appears in, with what each rests on."""
        if not may_see(request):
            raise PermissionDenied
        if (contributor := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        note_view(ConsentPage.EVERYTHING, by=request.user, of=contributor)
        context = {
            "title": _("Everything they appear in"),
            "contributor": contributor,
            "appearances": appearances_of(contributor),
            "consents": list(contributor.consents.order_by("withdrawn_at", "-pk")),
            "may_withdraw": may_withdraw(request),
        }
        return self._desk_page(request, "admin/everything.html", context)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What goes and what stays; with a reason, all of it goes at once."""
        if not may_withdraw(request):
            raise PermissionDenied
        if (contributor := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self._withdraw_now(request, contributor, form.cleaned_data["reason"])
        note_view(ConsentPage.WITHDRAWAL, by=request.user, of=contributor)
        context = {
            "title": _("Withdraw everything of this person"),
            "contributor": contributor,
            "preview": preview_withdrawal(contributor),
            "form": form,
            "back": address("change", contributor),
        }
        return self._desk_page(request, "admin/withdraw_everything.html", context)

    def _withdraw_now(self, request: HttpRequest, contributor: Contributor, reason: str) -> HttpResponse:
        ended = withdraw_everything(contributor, by=request.user, reason=reason)
        for consent in ended:
            self.log_change(request, consent, _("Withdrawn with everything of this person."))
        words = ngettext(
            "%(count)d consent is withdrawn. Nothing of this person is public any more.",
            "%(count)d consents are withdrawn. Nothing of this person is public any more.",
            len(ended),
        )
        self.message_user(request, words % {"count": len(ended)}, messages.SUCCESS)
        return HttpResponseRedirect(address("everything", contributor))

    def receipt_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The paper for the person. The code stands in the one answer to the POST, and nowhere else ever."""
        if not may_withdraw(request):
            raise PermissionDenied
        if (contributor := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        code = ""
        if request.method == "POST":
            code = grouped(give_receipt(contributor, by=request.user))
            self.log_change(request, contributor, _("Given a code."))
        context = {
            "title": _("A code for the person"),
            "contributor": contributor,
            "code": code,
            "has_one": contributor.receipts.filter(ended_at__isnull=True).exists(),
            "languages": [language for language, _name in settings.LANGUAGES],
            "my_story": settings.SITE_ADDRESS,
        }
        return self._desk_page(request, "admin/receipt.html", context)

    def _desk_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**shared, **context})


def address(page: str, contributor: Contributor) -> str:
    return reverse(f"admin:events_contributor_{page}", args=(contributor.pk,))


def may_see(request: HttpRequest) -> bool:
    return admin.site.get_model_admin(Consent).has_view_permission(request)


def may_withdraw(request: HttpRequest) -> bool:
    return bool(admin.site.get_model_admin(Consent).has_withdraw_permission(request))  # type: ignore[attr-defined] # ours
