"""The log of what was merged or split, and the way back from each entry."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.curation.actions.moving_rows import MergeRefused
from kpknow.curation.belongings import belongings

IN_JSON = ("moved", "removed", "names", "places", "merged_before", "merged_state", "addresses_before")


class MovedAdmin(ReadOnly, StaffAdmin):
    """Written by the action; nothing here is changed by hand. ``kind``: the model whose rows moved."""

    kind: Any
    undo_words: Any
    undone_words: Any
    list_filter = (("undone_at", filled(gettext_lazy("day it was undone"))),)

    def edits(self, log: Any) -> list[str]:
        """What stands in the way of undoing."""
        raise NotImplementedError

    def undo(self, log: Any, request: HttpRequest) -> None:
        raise NotImplementedError

    def may_undo(self, request: HttpRequest, log: Any) -> bool:
        raise NotImplementedError

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        return not lookup.startswith(IN_JSON) and super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", wrap, name=f"curation_{self.opts.model_name}_undo"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if record.undone_at or not self.may_undo(request, record) or self.edits(record):
            return []
        return [Tool(self.undo_words, reverse(f"admin:curation_{self.opts.model_name}_undo", args=(record.pk,)))]

    @admin.display(description=gettext_lazy("what changed hands"))
    def what_moved(self, log: Any) -> str:
        rows = [(one.words, len(log.moved[one.label])) for one in belongings(self.kind) if one.label in log.moved]
        words = ", ".join(f"{count} {kind}" for kind, count in rows) or _("Nothing.")
        doubles = _("%(count)d doubles went.") % {"count": len(log.removed)} if log.removed else ""
        return f"{words} {doubles}".strip()

    @admin.display(description=gettext_lazy("state"), ordering="undone_at")
    def standing(self, log: Any) -> SafeString:
        return pill("withdrawn", _("undone")) if log.undone_at else pill("published", _("stands"))

    @admin.display(description=gettext_lazy("can it be undone?"))
    def obstacles(self, log: Any) -> str:
        if log.undone_at:
            return _("It was undone on %(day)s.") % {"day": log.undone_at.date()}
        return " ".join(self.edits(log)) or _("Yes: nothing was changed since.")

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        log = self.get_object(request, object_id)
        if not self.may_undo(request, log):
            raise PermissionDenied
        if log is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        try:
            self.undo(log, request)
        except MergeRefused as refused:
            self.message_user(request, f"{refused.words} {_('Nothing was undone.')}", messages.ERROR)
        else:
            self.log_change(request, log, _("Undone."))
            self.message_user(request, self.undone_words % {"record": log.names[0]}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:curation_{self.opts.model_name}_change", args=(log.pk,)))
