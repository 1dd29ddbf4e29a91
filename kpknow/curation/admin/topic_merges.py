"""The log of merges, and the way back from each."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Topic
from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.curation.actions.undoing import EditedSince, UndoneBefore, edits_since, undo_merge
from kpknow.curation.models import TopicMerge
from kpknow.curation.taggings import kind_name, tagging_models


@admin.register(TopicMerge)
class TopicMergeAdmin(ReadOnly, StaffAdmin):
    """Written by merging. Undoing needs the permission to change topics."""

    list_display = ("names", "records", "merged_at", "merged_by", "standing")
    list_filter = (("undone_at", filled(gettext_lazy("day it was undone"))),)
    list_select_related = ("merged_by",)
    search_fields = ("merged__name", "kept__name")
    fields = ("names", "merged_at", "merged_by", "taggings_words", "terms_words", "standing", "obstacles")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        doubles = Count("taggings", filter=Q(taggings__was_double=True))
        return super().get_queryset(request).annotate(tagging_count=Count("taggings"), double_count=doubles)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", wrap, name="curation_topicmerge_undo"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.undone_at or not may_undo(request) or edits_since(record):
            return []
        return [Tool(gettext_lazy("Undo this merge"), reverse("admin:curation_topicmerge_undo", args=(record.pk,)))]

    @admin.display(description=gettext_lazy("topics"), ordering="merged__name")
    def names(self, merge: TopicMerge) -> str:
        return str(merge)

    @admin.display(description=gettext_lazy("records"), ordering="tagging_count")
    def records(self, merge: Any) -> int:
        return int(merge.tagging_count)

    @admin.display(description=gettext_lazy("records"))
    def taggings_words(self, merge: TopicMerge) -> str:
        """“7 stories, 2 of which had both topics”, one kind after the other."""
        rows = merge.taggings.order_by().values_list("kind").annotate(n=Count("pk"))
        doubles = dict(rows.filter(was_double=True))
        models = tagging_models()
        found = [
            _("%(kind)s: %(count)d, of which %(doubles)d had both topics")
            % {"kind": kind_name(models[kind]), "count": count, "doubles": doubles.get(kind, 0)}
            for kind, count in sorted(rows)
            if kind in models
        ]
        return "; ".join(found) or _("None carried it.")

    @admin.display(description=gettext_lazy("words taken over"))
    def terms_words(self, merge: TopicMerge) -> str:
        keys = {*merge.terms_added, *(key for key, _kind in merge.terms_moved)}
        return ", ".join(row[2] for row in merge.kept_state["terms"] if row[0] in keys)

    @admin.display(description=gettext_lazy("state"), ordering="undone_at")
    def standing(self, merge: TopicMerge) -> SafeString:
        return pill("withdrawn", _("undone")) if merge.undone_at else pill("published", _("stands"))

    @admin.display(description=gettext_lazy("can it be undone?"))
    def obstacles(self, merge: TopicMerge) -> SafeString | str:
        if merge.undone_at:
            return _("It was undone on %(day)s.") % {"day": merge.undone_at.date()}
        edits = edits_since(merge)
        return (
            format_html_join("", "<p>{}</p>", ((edit,) for edit in edits)) if edits else _("Yes: nothing was edited.")
        )

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_undo(request):
            raise PermissionDenied
        merge = self.get_object(request, object_id)
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        try:
            undo_merge(merge, by=request.user)
        except UndoneBefore:
            self.message_user(request, _("It was undone before."), messages.WARNING)
        except EditedSince as refused:
            for edit in refused.edits:
                self.message_user(request, edit, messages.ERROR)
            self.message_user(request, _("Nothing was undone."), messages.ERROR)
        else:
            self.log_change(request, merge, _("Undone."))
            words = _("“%(topic)s” stands for itself again.") % {"topic": merge.merged_state["name"]}
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_topicmerge_change", args=(merge.pk,)))


def may_undo(request: HttpRequest) -> bool:
    return admin.site.get_model_admin(Topic).has_change_permission(request)
