"""Organisations with what a shield would take away, before it does."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.organisations import OrganisationAdmin
from events.models import NAMELESS, Organisation, Shield
from kpknow.content.admin import Tool
from kpknow.content.forms import ReasonForm
from kpknow.curation.actions.shielding import shield_organisation
from kpknow.curation.shielding import mentions_of, pages_naming, preview_shield

admin.site.unregister(Organisation)


@admin.register(Organisation)
class OrganisationDeskAdmin(OrganisationAdmin):
    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.shield_view)
        return [path("<path:object_id>/shield/", wrap, name="events_organisation_shield"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools = super().get_tools(request, record)
        if self.has_change_permission(request, record):
            address = reverse("admin:events_organisation_shield", args=(record.pk,))
            tools = [*tools, Tool(gettext_lazy("Change the shield"), address, acts=False)]
        return tools

    def shield_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose a shield, see what it takes away, confirm with a reason: one address."""
        organisation = self.get_object(request, object_id)
        if not self.has_change_permission(request, organisation):
            raise PermissionDenied
        if organisation is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        asked = request.GET.get("shield", "")
        chosen = Shield(asked) if asked in Shield.values else None
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if chosen and form.is_valid():
            return self._shield_now(request, organisation, chosen, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change the shield"),
            "opts": self.opts,
            "organisation": organisation,
            "levels": Shield.choices,
            "chosen": chosen,
            "preview": preview_shield(organisation, chosen) if chosen else None,
            "naming": pages_naming(organisation),
            "mentions": mentions_of(organisation) if chosen else [],
            "form": form,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/shield.html", context)

    def _shield_now(
        self, request: HttpRequest, organisation: Organisation, chosen: Shield, reason: str
    ) -> HttpResponse:
        before = len(pages_naming(organisation))
        shield_organisation(organisation, shield=chosen, reason=reason, by=request.user)
        organisation.refresh_from_db()
        after = len(pages_naming(organisation))
        self.log_change(request, organisation, _("Shield: %(shield)s.") % {"shield": chosen.label})
        words = _("It was named on %(before)d pages and is named on %(after)d now.")
        self.message_user(request, words % {"before": before, "after": after}, messages.SUCCESS)
        if chosen in NAMELESS and (texts := len(mentions_of(organisation))):
            words = ngettext(
                "%(count)d public text still speaks of it: take its name out.",
                "%(count)d public texts still speak of it: take its name out.",
                texts,
            )
            self.message_user(request, words % {"count": texts}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:events_organisation_change", args=(organisation.pk,)))
