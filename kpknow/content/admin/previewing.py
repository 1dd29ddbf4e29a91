"""What is typed, on the public page it would make: saved in a transaction that is always taken back."""

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kpknow.content.actions.publishing import blockers_of
from kpknow.content.admin.base import StaffAdmin, Tool
from kpknow.content.models import DraftReader, Status
from kpknow.content.showing import page_for

TOOLS: list[Callable[[HttpRequest, Any], list[Tool]]] = []
"""Buttons above a record that apps above this one add."""


class PreviewingAdmin(StaffAdmin):
    """The “Preview” button. Nothing is written: no row, no file, no history, nothing kept in memory."""

    def get_urls(self) -> Any:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/", view, name=f"{name}_new"),
            path("<path:object_id>/preview/", view, name=name),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        return [*super().get_tools(request, record), *(tool for more in TOOLS for tool in more(request, record))]

    def preview_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        request.is_preview = True  # type: ignore[attr-defined] # for the steps of a save below
        leave_out_uploads(request)
        try:
            with transaction.atomic():
                answer: HttpResponse = self._changeform_view(request, object_id, "", None)
                if isinstance(answer, TemplateResponse):
                    answer.render()
                transaction.set_rollback(True)
        except self.refused_by as refused:
            answer = self._no_preview(request, [self.refusal_words(refused)])
        return answer

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        if hasattr(request, "is_preview"):
            return self._no_preview(request, errors_in(context))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
        record = context.get("original")
        if not context.get("is_popup") and self._may_work_on(request, record):
            context["preview_address"] = reverse(name, args=(record.pk,)) if record else reverse(f"{name}_new")
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_work_on(self, request: HttpRequest, record: Any) -> bool:
        """What would be refused is no button."""
        return bool(self.has_change_permission(request, record) if record else self.has_add_permission(request))

    def log_addition(self, request: HttpRequest, *args: Any) -> Any:
        return None if hasattr(request, "is_preview") else super().log_addition(request, *args)

    def log_change(self, request: HttpRequest, *args: Any) -> Any:
        return None if hasattr(request, "is_preview") else super().log_change(request, *args)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._shown(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        return self._shown(request, obj) or super().response_change(request, obj)

    def _shown(self, request: HttpRequest, record: Any) -> HttpResponse | None:
        """Its page as readers would get it once it is published; None for a save that is meant."""
        if not hasattr(request, "is_preview"):
            return None
        if record.status == Status.WITHDRAWN:
            return self._no_preview(request, [_("It is withdrawn: its address answers “withdrawn” to everybody.")])
        page = page_for(DraftReader(record), record, request, bar=_("Preview: not saved, not public"))
        if page.status_code == 200:
            return page
        missing = [str(blocker) for blocker in blockers_of(record)]
        return self._no_preview(
            request, missing or [_("Readers would not see this page: a consent or a shield forbids it.")]
        )

    def _no_preview(self, request: HttpRequest, reasons: list[Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("No preview yet"),
            "opts": self.opts,
            "reasons": reasons,
            "is_nav_sidebar_enabled": False,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/no_preview.html", context).render()


def leave_out_uploads(request: Any) -> None:
    """Files are written at once and no transaction takes them back: a new picture waits until it is saved."""
    data = request.POST.copy()
    for name in request.FILES:
        if (row := re.match(r"(.+-\d+)-", name)) and not data.get(f"{row[1]}-id"):
            data[f"{row[1]}-{DELETION_FIELD_NAME}"] = "on"
    request.POST, request._files = data, MultiValueDict()


def errors_in(context: Any) -> list[Any]:
    """What stands beside the fields of a form that was refused, each with its field's label."""
    forms = [context["adminform"].form]
    said: list[Any] = []
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
        said += inline.formset.non_form_errors()
    for form in forms:
        said += form.non_field_errors()
        said += [f"{form[name].label}: {words}" for name in form.fields for words in form.errors.get(name, ())]
    return said
