"""Choose the record to keep, see what would change, confirm: three steps of one address, for any kind of record."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin import Tool
from kpknow.content.admin.choices import RecordChoice, possible_keys
from kpknow.content.models import Status
from kpknow.curation.actions.moving_rows import MergeRefused
from kpknow.curation.belongings import changes


class KeptForm(forms.Form):
    """``column``: one that holds records of this kind, whose widget it is chosen with."""

    into: Any = forms.ModelChoiceField(label=gettext_lazy("Becomes"), queryset=None)

    def __init__(self, data: Any, merged: Any, column: Any, help_text: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.widget = RecordChoice(column, admin.site)
        field.queryset = type(merged)._default_manager.exclude(pk=merged.pk).exclude(status=Status.WITHDRAWN)
        field.help_text = help_text


class Merging:
    """Mixed into the admin of a kind of record. What is asked of it stands below, in the order it is asked."""

    merge_template: str
    merge_title: Any
    merge_help: Any
    merge_none: Any
    merge_column: Any
    opts: Any
    admin_site: Any
    model: Any

    def may_merge(self, request: HttpRequest, *records: Any) -> bool:
        raise NotImplementedError

    def refuse_merge(self, merged: Any, kept: Any) -> None:
        """Raises MergeRefused."""
        raise NotImplementedError

    def about_merge(self, merged: Any, kept: Any) -> dict[str, Any]:
        """What the preview shows besides the rows."""
        return {}

    def merge(self, merged: Any, kept: Any, request: HttpRequest) -> Any:
        """Gives the entry of the log. Raises MergeRefused."""
        raise NotImplementedError

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", wrap, name=name), *super().get_urls()]  # type: ignore[misc] # of the admin it is mixed into

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools: list[Tool] = super().get_tools(request, record)  # type: ignore[misc]
        if record.status != Status.WITHDRAWN and self.may_merge(request, record):
            tools.append(Tool(gettext_lazy("Merge into…"), self.merge_address(record.pk), acts=False))
        return tools

    def merge_address(self, merged: Any, into: Any = None) -> str:
        """The page to merge these: to choose the one to keep, or to see what would change."""
        query = {"merged": merged} | ({"into": into} if into else {})
        return f"{reverse(f'admin:{self.opts.app_label}_{self.opts.model_name}_merge')}?{urlencode(query)}"

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_merge(request):
            raise PermissionDenied
        keys = possible_keys(self.model._meta.pk, request.GET.getlist("merged")[:1])
        merged = self.model._default_manager.filter(pk__in=keys).exclude(status=Status.WITHDRAWN).first()
        list_url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        if merged is None:
            self.message_user(request, self.merge_none, messages.ERROR)  # type: ignore[attr-defined]
            return HttpResponseRedirect(list_url)
        if not self.may_merge(request, merged):
            raise PermissionDenied
        form = KeptForm(request.GET if "into" in request.GET else None, merged, self.merge_column, self.merge_help)
        context: dict[str, Any] = {"title": self.merge_title, "form": form, "merged": merged, "list_url": list_url}
        if form.is_valid():
            kept = form.cleaned_data["into"]
            if not self.may_merge(request, merged, kept):
                raise PermissionDenied
            try:
                if request.method == "POST":
                    return self.merge_now(request, merged, kept)
                self.refuse_merge(merged, kept)
            except MergeRefused as refused:
                form.add_error("into", refused.words)
            else:
                context |= {"kept": kept, "changes": changes(merged, kept), "back": self.merge_address(merged.pk)}
                context |= self.about_merge(merged, kept)
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, self.merge_template, {**shared, **context})

    def merge_now(self, request: HttpRequest, merged: Any, kept: Any) -> HttpResponse:
        log = self.merge(merged, kept, request)
        model_admin: Any = self
        model_admin.log_change(request, merged, _("Merged into “%(record)s”.") % {"record": kept})
        model_admin.log_change(request, kept, _("“%(record)s” was merged into it.") % {"record": merged})
        words = _("“%(merged)s” became “%(kept)s”.") % {"merged": merged, "kept": kept}
        model_admin.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:curation_{log._meta.model_name}_change", args=(log.pk,)))
