"""The History button of every record: who changed what, each version, and the way back to it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from kpknow.content.history.restoring import RestoreRefused, restore
from kpknow.content.history.versions import Version, told, versions_of
from kpknow.content.history.withholding import is_withheld
from kpknow.content.models import Change

if TYPE_CHECKING:  # it takes no type parameters at run time
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

AT_ONCE = 400
"""Changes of one page of the history; an act is never torn in two, unless it alone has more."""
MOST_LATER = 2000
"""Changes since a version that are counted and named; more are “more than”."""
LARGEST = 2**63 - 1


class WithHistory(ModelAdmin):
    keeps_history = True
    """Whether what changes here is written down (kpknow/content/history)."""
    history_of = ""
    """The relation to the record in whose history its changes stand, for what has none of its own."""
    history_fields: tuple[str, ...] = ()
    """The only fields written down; none named: all of them, with rows and relations."""
    may_restore = True
    """Whether a version that was can be had again."""

    def get_urls(self) -> Any:
        if not self.keeps_history or self.history_of:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        wrap = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:change>/", wrap, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All versions, newest first; five queries, and those of the names."""
        record = self._whose_history(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, unquote(object_id))  # type: ignore[attr-defined,no-any-return] # Django's own answer
        if self.history_of:
            whole = getattr(record, self.history_of)
            label = f"{whole._meta.app_label}_{whole._meta.model_name}"
            return HttpResponseRedirect(reverse(f"admin:{label}_history", args=(whole.pk,)))
        changes = Change.objects.of(record)
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit() and int(before) <= LARGEST:
            changes = changes.filter(id__lt=int(before))
        shown = list(changes[: AT_ONCE + 1])
        versions = versions_of(shown[:AT_ONCE])
        if len(shown) > AT_ONCE and len(versions) > 1:
            versions = versions[:-1]
        older = versions[-1].changes[0].pk if len(shown) > AT_ONCE else None
        context = {
            "title": _("History of “%(record)s”") % {"record": self._name(record)},
            "versions": versions,
            "older": older,
            "is_newest": not before,
        }
        return self._history_page(request, "admin/object_history.html", record, context | (extra_context or {}))

    def version_view(self, request: HttpRequest, object_id: str, change: int) -> HttpResponse:
        """What one act changed, word by word; sending it makes the record what it was then."""
        record = self._whose_history(request, object_id)
        last = Change.objects.of(record).filter(pk=change).first() if record and change <= LARGEST else None
        if record is None or last is None:
            raise Http404
        if request.method == "POST":
            return self._restore(request, record, last)
        version = self._version(record, last)
        later = versions_of(Change.objects.of(record).filter(id__gt=version.last.pk)[:MOST_LATER])
        withheld = is_withheld(self.opts.label_lower, str(record.pk))
        context = {
            "title": _("Version of “%(record)s”") % {"record": self._name(record)},
            "version": version,
            "rows": [] if withheld else told(version),
            "is_withheld": withheld,
            "later": len(later),
            "later_fields": list(dict.fromkeys(name for one in later for name in one.fields)),
            "may_restore": later and not withheld and self._may_restore(request, record),
        }
        return self._history_page(request, "admin/version.html", record, context)

    def _version(self, record: Any, last: Change) -> Version:
        around = Change.objects.of(record)
        if last.act:
            return versions_of(around.filter(act=last.act))[0]
        return next(one for one in versions_of(around.filter(id__lte=last.pk)[:AT_ONCE]) if last in one.changes)

    def _restore(self, request: HttpRequest, record: Any, last: Change) -> HttpResponse:
        if not self._may_restore(request, record):
            raise PermissionDenied
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        try:
            restore(record, self._version(record, last).last, by=request.user)
        except RestoreRefused as refused:
            for words in refused.words:
                self.message_user(request, words, messages.ERROR)
            self.message_user(request, _("Nothing was changed."), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{label}_version", args=(record.pk, last.pk)))
        self.message_user(
            request, _("The version is restored. Its status is as it was before you did this."), messages.SUCCESS
        )
        return HttpResponseRedirect(reverse(f"admin:{label}_change", args=(record.pk,)))

    def _may_restore(self, request: HttpRequest, record: Any) -> bool:
        return self.may_restore and self.has_change_permission(request, record)

    def _name(self, record: Any) -> str:
        """Many are called by their words: not while these may not be shown."""
        withheld = is_withheld(self.opts.label_lower, str(record.pk))
        return f"{self.opts.verbose_name} {record.pk}" if withheld else str(record)

    def _whose_history(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is not None and not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _history_page(self, request: HttpRequest, template: str, record: Any, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        base = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "name": self._name(record),
        }
        return TemplateResponse(request, template, base | context)
