"""Links to drafts that are open, and taking them back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.content.admin.previewing import TOOLS
from kpknow.curation.actions.draft_links import revoke
from kpknow.curation.models import DraftLink
from kpknow.curation.views.draft_links import may_share


def share_tool(request: HttpRequest, record: Any) -> list[Tool]:
    if not may_share(request, record):
        return []
    address = reverse("curation:make_draft_link", args=(record._meta.label_lower, record.pk))
    return [Tool(gettext_lazy("Show to somebody"), address)]


TOOLS.append(share_tool)


@admin.register(DraftLink)
class DraftLinkAdmin(ReadOnly, StaffAdmin):
    """Whoever sees them may revoke any: an open door is closed by the first who notices."""

    actions = ("revoke_selected",)
    list_display = ("__str__", "standing", "made_at", "made_by", "ends_at")
    list_filter = ("kind", ("revoked_at", filled(gettext_lazy("revoked"))))
    list_select_related = ("made_by",)
    search_fields = ("kind", "made_by__username")
    fields = readonly_fields = ("kind", "key", "standing", "made_at", "made_by", "ends_at", "revoked_at")

    @admin.display(description=gettext_lazy("state"))
    def standing(self, link: DraftLink) -> SafeString:
        if link.is_open:
            return pill("published", _("Open"))
        return pill("withdrawn", _("Revoked") if link.revoked_at else _("Ended"))

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.revoke_view)
        return [path("<path:object_id>/revoke/", view, name="curation_draftlink_revoke"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not record.is_open:
            return []
        return [Tool(gettext_lazy("Revoke"), reverse("admin:curation_draftlink_revoke", args=(record.pk,)))]

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        link = self.get_object(request, object_id)
        if link is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        self.revoke_selected(request, [link])
        return HttpResponseRedirect(reverse("admin:curation_draftlink_changelist"))

    @admin.action(description=gettext_lazy("Revoke"), permissions=["view"])
    def revoke_selected(self, request: HttpRequest, queryset: Any) -> None:
        links = [link for link in queryset if link.is_open]
        for link in links:
            revoke(link)
        words = ngettext("%(count)d link opens nothing any more.", "%(count)d links open nothing any more.", len(links))
        self.message_user(request, words % {"count": len(links)}, messages.SUCCESS)
