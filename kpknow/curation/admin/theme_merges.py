"""Themes that become one, and parts of a theme that move: the pages, the logs and the way back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy

from kpknow.content.admin import Tool
from kpknow.content.models import Status
from kpknow.curation.actions.merging_themes import edits_since_merge, merge_themes, refuse_merge, undo_theme_merge
from kpknow.curation.actions.moving_rows import seen_token
from kpknow.curation.actions.splitting_themes import edits_since_split, undo_theme_split
from kpknow.curation.admin.merging import Merging
from kpknow.curation.admin.theme_splitting import split_page
from kpknow.curation.admin.undoable import MovedAdmin
from kpknow.curation.models import ThemeMerge, ThemeSplit
from kpknow.curation.theme_conflicts import conflicts
from stories.models import Coding, Theme

PlainThemeAdmin: Any = type(admin.site.get_model_admin(Theme))

admin.site.unregister(Theme)


@admin.register(Theme)
class ThemeAdmin(Merging, PlainThemeAdmin):  # type: ignore[misc] # whichever class stood there before
    change_list_template = "admin/themes.html"
    merge_template = "admin/merge_themes.html"
    merge_title = gettext_lazy("Merge themes")
    merge_help = gettext_lazy("The theme to keep. Everything tied to the other will be tied to this one.")
    merge_none = gettext_lazy("Choose a theme that is not withdrawn.")
    merge_column = Coding._meta.get_field("theme")

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.split_view)
        return [path("<path:object_id>/split/", wrap, name="stories_theme_split"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools: list[Tool] = super().get_tools(request, record)
        if record.status != Status.WITHDRAWN and may_move(request, record):
            tools.append(Tool(gettext_lazy("Split…"), self.address_of("split", record), acts=False))
        return tools

    def may_merge(self, request: HttpRequest, *records: Any) -> bool:
        return may_move(request, *records)

    def refuse_merge(self, merged: Any, kept: Any) -> None:
        refuse_merge(merged, kept)

    def about_merge(self, merged: Any, kept: Any) -> dict[str, Any]:
        return {"conflicts": conflicts(merged, kept), "seen": seen_token(merged, kept)}

    def merge(self, merged: Any, kept: Any, request: HttpRequest) -> Any:
        return merge_themes(merged, kept, by=request.user, seen=request.POST.get("seen", ""))

    def split_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return split_page(self, request, object_id)


def may_move(request: HttpRequest, *themes: Theme) -> bool:
    """Those who may see and change themes; what is public moves only by those who may publish as well."""
    needed = ["stories.view_theme", "stories.change_theme"]
    if any(theme.is_published for theme in themes):
        needed.append("stories.publish_theme")
    return all(request.user.has_perm(name) for name in needed)


@admin.register(ThemeMerge)
class ThemeMergeAdmin(MovedAdmin):
    kind = Theme
    undo_words = gettext_lazy("Undo this merge")
    undone_words = gettext_lazy("“%(record)s” stands for itself again.")
    list_display = ("__str__", "merged_at", "merged_by", "standing")
    list_select_related = ("merged_by",)
    search_fields = ("merged__name", "kept__name")
    fields = ("__str__", "merged_at", "merged_by", "what_moved", "standing", "obstacles")
    readonly_fields = fields

    def edits(self, log: Any) -> list[str]:
        return edits_since_merge(log)

    def undo(self, log: Any, request: HttpRequest) -> None:
        undo_theme_merge(log, by=request.user)

    def may_undo(self, request: HttpRequest, log: Any) -> bool:
        """What was public before a merge is public again after it is undone."""
        if log is None or not may_move(request, log.kept):
            return log is None and may_move(request)
        return log.merged_before["status"] != Status.PUBLISHED or request.user.has_perm("stories.publish_theme")


@admin.register(ThemeSplit)
class ThemeSplitAdmin(MovedAdmin):
    kind = Theme
    undo_words = gettext_lazy("Undo this split")
    undone_words = gettext_lazy("What moved is back with “%(record)s”.")
    list_display = ("__str__", "split_at", "split_by", "standing")
    list_select_related = ("split_by",)
    search_fields = ("source__name", "target__name")
    fields = ("__str__", "split_at", "split_by", "what_moved", "standing", "obstacles")
    readonly_fields = fields

    def edits(self, log: Any) -> list[str]:
        return edits_since_split(log)

    def undo(self, log: Any, request: HttpRequest) -> None:
        undo_theme_split(log, by=request.user)

    def may_undo(self, request: HttpRequest, log: Any) -> bool:
        return may_move(request) if log is None else may_move(request, log.source, log.target)
