"""The admin of every record: where it stands, what it lacks, and whose draft it is."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin.checklist import checklist
from kpknow.content.admin.stepping import SteppingAdmin
from kpknow.content.completeness import RECORDED, lacking, with_completeness
from kpknow.content.forms import RecordForm
from kpknow.content.models import Record, Status


def pill(kind: str, words: Any) -> SafeString:
    """A state as a word in a box; its colour only repeats the word."""
    return format_html('<span class="pill pill-{}">{}</span>', kind, words)


class RecordAdmin(SteppingAdmin):
    """Saving never makes a record public; deleting is withdrawing, with a reason.

    Who may add records of a kind without seeing all of them works on drafts of their own, until they are sent.
    """

    form = RecordForm
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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever adds a record has made it, whoever works on it later."""
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    # Whose draft it is

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if super().has_view_permission(request, obj):
            return True
        return self.has_add_permission(request) and (obj is None or obj.made_by_id == request.user.pk)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if super().has_change_permission(request, obj):
            return True
        own = obj is None or (obj.made_by_id == request.user.pk and obj.status == Status.DRAFT)
        return own and self.has_add_permission(request) and not self._sees_all(request)

    def _sees_all(self, request: HttpRequest) -> bool:
        return self._has_right(request, "view") or self._has_right(request, "change")

    def get_queryset(self, request: HttpRequest) -> Any:
        queryset = super().get_queryset(request)
        if (match := request.resolver_match) and (match.url_name or "").endswith("_changelist"):
            queryset = with_completeness(queryset)
        return queryset if self._sees_all(request) else queryset.filter(made_by=request.user.pk)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Beside the status, where a wide list does not scroll it out of sight."""
        shown = list(super().get_list_display(request))
        if self.model.wanted:
            shown.insert(shown.index("status_pill") + 1, "completeness")
        return shown

    def has_choice_permission(self, request: HttpRequest) -> bool:
        """Whoever writes records of some kind ties them to those that are public."""
        kinds = (model for model in self.admin_site._registry if issubclass(model, Record))
        rights = (f"{kind._meta.app_label}.add_{kind._meta.model_name}" for kind in kinds)
        return self.has_view_permission(request) or any(request.user.has_perm(right) for right in rights)

    def choice_queryset(self, request: HttpRequest) -> Any:
        """All this person may see, and what every reader may."""
        if self._sees_all(request):
            return self.get_queryset(request)
        public = self.model._default_manager.visible_to(AnonymousUser()).order_by().values("pk")
        return super().get_queryset(request).filter(Q(made_by=request.user.pk) | Q(pk__in=public))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = context.get("original")
        if record and record.status != Status.WITHDRAWN:
            context["checklist"] = checklist(record, context["adminform"].form.fields)
            context["lacking"] = lacking(record)
            context["recorded"] = len(self.model.wanted) - len(context["lacking"])
            context["wanted"] = len(self.model.wanted)
        return super().render_change_form(request, context, *args, **kwargs)

    # Where it stands

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_pill(self, record: Record) -> SafeString:
        return pill(record.status, record.get_status_display())

    @admin.display(description=gettext_lazy("recorded"))
    def completeness(self, record: Record) -> str:
        """Of what its kind should hold."""
        return _("%(there)s of %(all)s") % {"there": getattr(record, RECORDED, ""), "all": len(self.model.wanted)}

    @admin.display(description=gettext_lazy("status"))
    def standing(self, record: Record) -> SafeString:
        """Its status with since when and by whom, and the words it was sent back with."""
        state = self.status_pill(record)
        if record.status == Status.PUBLISHED:
            return format_html("{} {}", state, record.published_at.date() if record.published_at else "")
        if record.status == Status.WITHDRAWN:
            return format_html("{} {}", state, record.withdrawal_reason)
        if record.status == Status.IN_REVIEW and record.sent_at:
            words = _("Sent by %(name)s on %(day)s.") if record.sent_by else _("Sent on %(day)s.")
            return format_html("{} {}", state, words % {"name": record.sent_by, "day": record.sent_at.date()})
        if record.returned_words:
            return format_html("{} {}<blockquote>{}</blockquote>", state, _("Sent back:"), record.returned_words)
        return state
