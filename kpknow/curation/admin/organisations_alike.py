"""Organisations that become one: pairs that look alike, what a merge would change, the log and the way back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Membership, Organisation
from kpknow.content.admin.choices import possible_keys
from kpknow.curation.actions.merging_organisations import (
    edits_since,
    merge_organisations,
    refuse,
    undo_organisation_merge,
)
from kpknow.curation.admin.merging import Merging
from kpknow.curation.admin.undoable import MovedAdmin
from kpknow.curation.alike_organisations import possible_double_organisations
from kpknow.curation.models import DistinctOrganisations, OrganisationMerge

PlainOrganisationAdmin: Any = type(admin.site.get_model_admin(Organisation))
MOST_PAIRS = 100

admin.site.unregister(Organisation)


@admin.register(Organisation)
class OrganisationAdmin(Merging, PlainOrganisationAdmin):  # type: ignore[misc] # whichever class stood there before
    change_list_template = "admin/organisations.html"
    merge_template = "admin/merge_organisations.html"
    merge_title = gettext_lazy("Merge organisations")
    merge_help = gettext_lazy("The organisation to keep. Everything that names the other will name this one.")
    merge_none = gettext_lazy("Choose an organisation that is not withdrawn.")
    merge_column = Membership._meta.get_field("network")

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", wrap, name="events_organisation_duplicates"), *super().get_urls()]

    def may_merge(self, request: HttpRequest, *_records: Any) -> bool:
        return may_merge(request)

    def refuse_merge(self, merged: Any, kept: Any) -> None:
        refuse(merged, kept)

    def merge(self, merged: Any, kept: Any, request: HttpRequest) -> Any:
        return merge_organisations(merged, kept, by=request.user)

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not may_merge(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if request.method == "POST":
            return self.tell_apart(request)
        pairs = possible_double_organisations()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Possible duplicates"),
            "pairs": [
                [(one, self.merge_address(other.pk, one.pk)), (other, self.merge_address(one.pk, other.pk))]
                for one, other in pairs[:MOST_PAIRS]
            ],
            "unshown": max(0, len(pairs) - MOST_PAIRS),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/double_organisations.html", context)

    def tell_apart(self, request: HttpRequest) -> HttpResponse:
        keys = sorted(set(possible_keys(Organisation._meta.pk, request.POST.getlist("organisation")[:2])))
        if Organisation.objects.filter(pk__in=keys).count() != 2:
            self.message_user(request, _("That is no pair of organisations. Nothing was changed."), messages.ERROR)
        else:
            said = {"said_by": request.user}
            DistinctOrganisations.objects.get_or_create(one_id=keys[0], other_id=keys[1], defaults=said)
            self.message_user(request, _("They are not offered any more."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_organisation_duplicates"))


def may_merge(request: HttpRequest) -> bool:
    """Those who may see, change and publish organisations: pages that are public change with a merge."""
    names = ("events.view_organisation", "events.change_organisation", "events.publish_organisation")
    return all(request.user.has_perm(name) for name in names)


@admin.register(OrganisationMerge)
class OrganisationMergeAdmin(MovedAdmin):
    kind = Organisation
    undo_words = gettext_lazy("Undo this merge")
    undone_words = gettext_lazy("“%(record)s” stands for itself again.")
    list_display = ("__str__", "merged_at", "merged_by", "standing")
    list_select_related = ("merged_by",)
    search_fields = ("merged__name", "kept__name")
    fields = ("__str__", "merged_at", "merged_by", "what_moved", "standing", "obstacles")
    readonly_fields = fields

    def edits(self, log: Any) -> list[str]:
        return edits_since(log)

    def undo(self, log: Any, request: HttpRequest) -> None:
        undo_organisation_merge(log, by=request.user)

    def may_undo(self, request: HttpRequest, _log: Any) -> bool:
        return may_merge(request)
