from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, pill
from stories.actions.comments import Identifying, accept_comment, hide_all_comments, reject_comment
from stories.models import Comment, Moderation

DECISIONS: dict[str, Callable[..., None]] = {"accept": accept_comment, "reject": reject_comment}


class ModerationFilter(admin.SimpleListFilter):
    """Opens on what waits; “All” is a choice, not the start."""

    title = gettext_lazy("moderation")
    parameter_name = "moderation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Moderation.choices, ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        wanted = self.value() or Moderation.PENDING
        return queryset if wanted == "all" else queryset.filter(moderation=wanted)

    def choices(self, changelist: Any) -> Any:
        """Without Django's own “All”, which would only remove the parameter and so show what waits."""
        _all, *ours = super().choices(changelist)
        if self.value() is None:
            ours[0]["selected"] = True
        yield from ours


@admin.register(Comment)
class CommentAdmin(ReadOnly, StaffAdmin):
    """The queue of readers' comments. Their words are read, accepted or rejected, never edited."""

    keeps_history = True
    history_fields = ("story", "moderation")  # what became of it; never a reader's words
    may_restore = False
    actions = ("accept_selected", "reject_selected")
    list_display = ("excerpt", "story", "name", "received_at", "state_pill")
    list_filter = (ModerationFilter,)
    list_select_related = ("story",)
    search_fields = ("text", "name", "story__title")
    readonly_fields = ("state_pill",)
    fields = ("story", "text", "name", "written_on", "received_at", "state_pill")

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request)

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.text).words(30)

    @admin.display(description=gettext_lazy("moderation"), ordering="moderation")
    def state_pill(self, comment: Comment) -> SafeString:
        return pill(comment.moderation, comment.get_moderation_display())

    @admin.action(description=gettext_lazy("Accept"), permissions=["moderate"])
    def accept_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, "accept")

    @admin.action(description=gettext_lazy("Reject"), permissions=["moderate"])
    def reject_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, "reject")

    def _decide(self, request: HttpRequest, comments: Any, decision: str) -> None:
        done = 0
        for comment in comments:
            try:
                DECISIONS[decision](comment, by=request.user)
            except Identifying as refused:
                self._say_why(request, comment, refused)
                continue
            self.log_change(request, comment, _("Accepted.") if decision == "accept" else _("Rejected."))
            done += 1
        accepted = ngettext("%(count)d comment is accepted.", "%(count)d comments are accepted.", done)
        rejected = ngettext("%(count)d comment is rejected.", "%(count)d comments are rejected.", done)
        words = accepted if decision == "accept" else rejected
        if done:
            self.message_user(request, words % {"count": done}, messages.SUCCESS)

    def _say_why(self, request: HttpRequest, comment: Comment, refused: Identifying) -> None:
        found = ", ".join(f"“{finding.words}” ({finding.kind.label})" for finding in refused.findings)
        words = _("Not accepted: “%(comment)s” could lead to a person: %(found)s. Reject it.")
        self.message_user(request, words % {"comment": comment, "found": found}, messages.ERROR)

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not self.has_moderate_permission(request):
            return []
        tools = {
            Moderation.ACCEPTED: Tool(gettext_lazy("Accept"), self._address(record, "accept")),
            Moderation.REJECTED: Tool(gettext_lazy("Reject"), self._address(record, "reject")),
        }
        hide_all = reverse("admin:stories_comment_hide_all", args=(record.pk,))
        offered = [tool for result, tool in tools.items() if result != record.moderation]
        return [*offered, Tool(gettext_lazy("Hide all comments of this story"), hide_all)]

    def _address(self, comment: Any, decision: str) -> str:
        return reverse("admin:stories_comment_decide", args=(comment.pk, decision))

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.decide_view)
        address = "<path:object_id>/decide/<slug:decision>/"
        hide = self.admin_site.admin_view(self.hide_all_view)
        return [
            path(address, view, name="stories_comment_decide"),
            path("<path:object_id>/hide-all/", hide, name="stories_comment_hide_all"),
            *super().get_urls(),
        ]

    def hide_all_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One click: every comment of the story this one stands under, and no more are taken."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if not (comment := self.get_object(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        hidden = hide_all_comments(comment.story, by=request.user)
        self.log_change(request, comment, _("All comments of the story hidden."))
        words = ngettext("%(count)d comment is hidden.", "%(count)d comments are hidden.", hidden)
        self.message_user(request, words % {"count": hidden}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:stories_comment_changelist"))

    def decide_view(self, request: HttpRequest, object_id: str, decision: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_moderate_permission(request) or decision not in DECISIONS:
            raise PermissionDenied
        if not (comment := self.get_object(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        self._decide(request, [comment], decision)
        return HttpResponseRedirect(reverse("admin:stories_comment_changelist"))
