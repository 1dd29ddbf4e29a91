"""The admin of every record: its status as words, and the only two buttons that change it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.actions import publishing
from kpknow.content.admin.base import StaffAdmin, Tool
from kpknow.content.forms import ReasonForm, RecordForm
from kpknow.content.models import Record, Status

MOST_BLOCKERS_SHOWN = 20
"""Messages of one bulk action; more would push the list off the screen."""


def pill(kind: str, words: Any) -> SafeString:
    """A state as a word in a box; its colour only repeats the word."""
    return format_html('<span class="pill pill-{}">{}</span>', kind, words)


class RecordAdmin(StaffAdmin):
    """Saving never changes a record's status; deleting is withdrawing, with a reason."""

    form = RecordForm
    actions = ("publish_selected", "withdraw_selected")
    list_filter: ClassVar[Any] = ("status",)
    list_select_related: ClassVar[Any] = True
    prepopulated_fields: ClassVar[Any] = {"slug": ("title",)}
    readonly_fields: ClassVar[Any] = ("standing", "changed_at")
    standing_fields = (None, {"fields": ("standing",)})
    source_fields = (
        gettext_lazy("Source and checking"),
        {"fields": ("language", "source", "source_page", ("checked_on", "next_check_on"), "changed_at")},
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = [*super().get_fieldsets(request, obj), self.source_fields]
        return [self.standing_fields, *fieldsets] if obj else fieldsets

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*super().get_autocomplete_fields(request), "source"]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None once withdrawn: its address answers 410 to everybody."""
        return None if obj and obj.status == Status.WITHDRAWN else super().get_view_on_site_url(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_pill(self, record: Record) -> SafeString:
        return pill(record.status, record.get_status_display())

    @admin.display(description=gettext_lazy("status"))
    def standing(self, record: Record) -> SafeString:
        """Where it stands, and what is still missing before it may be published."""
        state = self.status_pill(record)
        if record.status == Status.PUBLISHED:
            return format_html("{} {}", state, record.published_at.date() if record.published_at else "")
        if record.status == Status.WITHDRAWN:
            return format_html("{} {}", state, record.withdrawal_reason)
        if not (missing := publishing.blockers_of(record)):
            return format_html("{} {}", state, _("Nothing stands in the way of publishing what is saved."))
        rows = format_html_join("", "<li>{}</li>", ((blocker,) for blocker in missing))
        return format_html("{} {}<ul>{}</ul>", state, _("Before it can be published:"), rows)

    # Publishing

    def get_urls(self) -> Any:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/publish/", wrap(self.publish_view), name=f"{name}_publish"),
            path("<path:object_id>/withdraw/", wrap(self.withdraw_view), name=f"{name}_withdraw"),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not self.has_change_permission(request, record):
            return []
        publish = Tool(gettext_lazy("Publish"), self._address("publish", record))
        withdraw = Tool(gettext_lazy("Withdraw"), self._address("withdraw", record), acts=False)
        offered = {Status.PUBLISHED: [withdraw], Status.WITHDRAWN: [publish]}
        return offered.get(Status(record.status), [publish, withdraw])

    def _address(self, page: str, record: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}",
            args=(record.pk,),
            current_app=self.admin_site.name,
        )

    def _the_record(self, request: HttpRequest, object_id: str) -> Any:
        """The record, or None; PermissionDenied for those who may not change it."""
        record = self.get_object(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (record := self._the_record(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return] # Django's own answer
        self._publish(request, [record])
        return HttpResponseRedirect(self._address("change", record))

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._publish(request, queryset)

    def _publish(self, request: HttpRequest, records: Any) -> None:
        published, already, blockers = 0, 0, []
        for record in records:
            if record.is_published:
                already += 1
                continue
            try:
                publishing.publish(record, by=request.user)
            except publishing.NotReady as refused:
                blockers += [
                    _("“%(record)s” is not published: %(blocker)s") % {"record": record, "blocker": blocker}
                    for blocker in refused.blockers
                ]
            else:
                published += 1
                self.log_change(request, record, _("Published."))
        for words in blockers[:MOST_BLOCKERS_SHOWN]:
            self.message_user(request, words, messages.ERROR)
        if (unsaid := len(blockers) - MOST_BLOCKERS_SHOWN) > 0:
            words = ngettext("And %(count)d more reason.", "And %(count)d more reasons.", unsaid)
            self.message_user(request, words % {"count": unsaid}, messages.ERROR)
        if published:
            words = ngettext("%(count)d record is now public.", "%(count)d records are now public.", published)
            self.message_user(request, words % {"count": published}, messages.SUCCESS)
        if already:
            words = ngettext("%(count)d was already public.", "%(count)d were already public.", already)
            self.message_user(request, words % {"count": already}, messages.INFO)

    # Withdrawing

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not (record := self._the_record(request, object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return] # Django's own answer
        return self._withdraw(request, [record], back=self._address("change", record))

    @admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._withdraw(request, list(queryset), back=request.get_full_path())

    def _withdraw(self, request: HttpRequest, records: list[Any], back: str) -> HttpResponse:
        """Ask for the reason, then withdraw. Those withdrawn before keep the reason they have."""
        standing = [record for record in records if record.status != Status.WITHDRAWN]
        if not standing:
            self.message_user(request, _("Nothing to withdraw: it is withdrawn already."), messages.WARNING)
            return HttpResponseRedirect(back)
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            for record in standing:
                publishing.withdraw(record, by=request.user, reason=form.cleaned_data["reason"])
                self.log_change(request, record, _("Withdrawn."))
            words = ngettext("%(count)d record is withdrawn.", "%(count)d records are withdrawn.", len(standing))
            self.message_user(request, words % {"count": len(standing)}, messages.SUCCESS)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw"),
            "opts": self.opts,
            "records": standing,
            "form": form,
            "back": back,
            "action": request.POST.get("action", ""),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/withdraw_records.html", context)
