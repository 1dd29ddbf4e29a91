"""Organisations that become one: pairs that look alike, what a merge would change, the log and the way back."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Membership, Organisation
from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.content.admin.choices import RecordChoice, possible_keys
from kpknow.content.models import Status
from kpknow.curation.actions.merging_organisations import (
    MergeRefused,
    edits_since,
    merge_organisations,
    refuse,
    undo_organisation_merge,
)
from kpknow.curation.alike_organisations import possible_double_organisations
from kpknow.curation.belongings import belongings
from kpknow.curation.models import DistinctOrganisations, OrganisationMerge

PlainOrganisationAdmin: Any = type(admin.site.get_model_admin(Organisation))
MOST_PAIRS = 100
SAMPLES = 5

admin.site.unregister(Organisation)


class KeptForm(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("Becomes"),
        queryset=Organisation.objects.none(),
        widget=RecordChoice(Membership._meta.get_field("network"), admin.site),
        help_text=gettext_lazy("The organisation to keep. Everything that names the other will name this one."),
    )

    def __init__(self, data: Any, merged: Organisation) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.queryset = Organisation.objects.exclude(pk=merged.pk).exclude(status=Status.WITHDRAWN)


@admin.register(Organisation)
class OrganisationAdmin(PlainOrganisationAdmin):  # type: ignore[misc] # whichever class stood there before
    change_list_template = "admin/organisations.html"

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name="events_organisation_merge"),
            path("duplicates/", wrap(self.duplicates_view), name="events_organisation_duplicates"),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools: list[Tool] = super().get_tools(request, record)
        if may_merge(request) and record.status != Status.WITHDRAWN:
            tools.append(Tool(gettext_lazy("Merge into…"), merge_address(record.pk), acts=False))
        return tools

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Choose the organisation to keep, see what changes, confirm: three steps of one address."""
        if not may_merge(request):
            raise PermissionDenied
        keys = possible_keys(Organisation._meta.pk, request.GET.getlist("merged")[:1])
        merged = Organisation.objects.filter(pk__in=keys).exclude(status=Status.WITHDRAWN).first()
        if merged is None:
            self.message_user(request, _("Choose an organisation that is not withdrawn."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:events_organisation_changelist"))
        form = KeptForm(request.GET if "into" in request.GET else None, merged)
        context: dict[str, Any] = {"title": _("Merge organisations"), "form": form, "merged": merged}
        if form.is_valid():
            kept = form.cleaned_data["into"]
            try:
                if request.method == "POST":
                    return self.merge_now(request, merged, kept)
                refuse(merged, kept)
            except MergeRefused as refused:
                form.add_error("into", refused.words)
            else:
                context |= {"kept": kept, "changes": changes(merged, kept)}
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/merge_organisations.html", {**shared, **context})

    def merge_now(self, request: HttpRequest, merged: Organisation, kept: Organisation) -> HttpResponse:
        merge = merge_organisations(merged, kept, by=request.user)
        self.log_change(request, merged, _("Merged into “%(organisation)s”.") % {"organisation": kept.name})
        self.log_change(request, kept, _("“%(organisation)s” was merged into it.") % {"organisation": merged.name})
        words = _("“%(merged)s” became “%(kept)s”.") % {"merged": merged.name, "kept": kept.name}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_organisationmerge_change", args=(merge.pk,)))

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
                [(one, merge_address(other.pk, one.pk)), (other, merge_address(one.pk, other.pk))]
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


def merge_address(merged: Any, into: Any = None) -> str:
    """The page to merge these: to choose the one to keep, or to see what would change."""
    query = {"merged": merged} | ({"into": into} if into else {})
    return f"{reverse('admin:events_organisation_merge')}?{urlencode(query)}"


def changes(merged: Organisation, kept: Organisation) -> list[tuple[str, int, int, list[str]]]:
    """What rows are, how many move, how many are doubles that go, and a few of them. Four queries a table at most."""
    found = []
    for belonging in belongings():
        ours = belonging.of(merged.pk)
        if not (count := ours.count()):
            continue
        doubles = len(belonging.doubles(merged.pk, kept.pk))
        shown = [] if belonging.model._meta.auto_created else [str(row) for row in ours.order_by("pk")[:SAMPLES]]
        found.append((belonging.words, count - doubles, doubles, shown))
    return found


@admin.register(OrganisationMerge)
class OrganisationMergeAdmin(ReadOnly, StaffAdmin):
    """Written by merging; nothing here is changed by hand."""

    list_display = ("__str__", "merged_at", "merged_by", "standing")
    list_filter = (("undone_at", filled(gettext_lazy("day it was undone"))),)
    list_select_related = ("merged_by",)
    search_fields = ("merged__name", "kept__name")
    fields = ("__str__", "merged_at", "merged_by", "what_moved", "standing", "obstacles")
    readonly_fields = fields

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        is_json = lookup.startswith(("moved", "removed", "names", "merged_before", "merged_state", "addresses_before"))
        return not is_json and super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", wrap, name="curation_organisationmerge_undo"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.undone_at or not may_merge(request) or edits_since(record):
            return []
        address = reverse("admin:curation_organisationmerge_undo", args=(record.pk,))
        return [Tool(gettext_lazy("Undo this merge"), address)]

    @admin.display(description=gettext_lazy("what changed hands"))
    def what_moved(self, merge: OrganisationMerge) -> str:
        rows = [(one.words, len(merge.moved[one.label])) for one in belongings() if one.label in merge.moved]
        words = ", ".join(f"{count} {kind}" for kind, count in rows) or _("Nothing.")
        doubles = _("%(count)d doubles went.") % {"count": len(merge.removed)} if merge.removed else ""
        return f"{words} {doubles}".strip()

    @admin.display(description=gettext_lazy("state"), ordering="undone_at")
    def standing(self, merge: OrganisationMerge) -> SafeString:
        return pill("withdrawn", _("undone")) if merge.undone_at else pill("published", _("stands"))

    @admin.display(description=gettext_lazy("can it be undone?"))
    def obstacles(self, merge: OrganisationMerge) -> str:
        if merge.undone_at:
            return _("It was undone on %(day)s.") % {"day": merge.undone_at.date()}
        return " ".join(edits_since(merge)) or _("Yes: nothing was changed since.")

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_merge(request):
            raise PermissionDenied
        merge = self.get_object(request, object_id)
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        try:
            undo_organisation_merge(merge, by=request.user)
        except MergeRefused as refused:
            self.message_user(request, f"{refused.words} {_('Nothing was undone.')}", messages.ERROR)
        else:
            self.log_change(request, merge, _("Undone."))
            words = _("“%(organisation)s” stands for itself again.") % {"organisation": merge.names[0]}
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_organisationmerge_change", args=(merge.pk,)))
