"""Forms that two people may have open at once: the second to save is shown what the first wrote, and loses nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kpknow.content.editing.lock import hold, hold_writers
from kpknow.content.editing.reconciling import Notes, Submission
from kpknow.content.editing.values import VERSION
from kpknow.content.editing.version import read_token, token_of, version_of

if TYPE_CHECKING:  # Django's admin classes take no type parameters at run time
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

logger = logging.getLogger(__name__)

AFTER_SAVING: list[Callable[[HttpRequest, models.Model, bool], None]] = []
"""Called within a save's transaction: the record, and whether it was there before. Apps above add theirs."""

MEANWHILE = _("Somebody else changed this meanwhile. Nothing was saved; please look again.")


class VersionField(forms.CharField):
    """What the form showed when it was opened. Never a change of its own."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


@dataclass
class Sending:
    """One POST to a form: what to say in it, and the version its page will carry if it is shown again."""

    notes: Notes = field(default_factory=dict)
    token: str = ""


class SaveRefused(Exception):
    """By whatever looks at a form and its rows once they are saved: nothing of them stays. Its words say why."""


class GuardedForms(ModelAdmin):
    """Every save is compared with what is stored, in its own transaction, while nobody else can write."""

    refused_by: tuple[type[Exception], ...] = (
        SaveRefused,
        IntegrityError,
        models.RestrictedError,
        models.ProtectedError,
    )
    """What a save may still meet after the form was found right: the form comes back with its words."""

    def refusal_words(self, refused: Exception) -> Any:
        return str(refused) if isinstance(refused, SaveRefused) else MEANWHILE

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refused_by as refused:
            logger.warning("refused to save %s: %s", self.opts.label_lower, type(refused).__name__)
            return self.show_again(request, object_id, form_url, extra_context, self.refusal_words(refused))

    def show_again(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any, words: Any
    ) -> HttpResponse:
        """The form with what was typed; nothing of it was saved."""
        sending = sending_of(request)
        sending.notes.setdefault("", {})[None] = conditional_escape(words)
        for files in request.FILES.lists():
            for upload in files[1]:
                upload.seek(0)
        try:
            shown: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except self.refused_by:
            self.message_user(request, words, messages.ERROR)
            shown = HttpResponseRedirect(request.get_full_path())
        return shown

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """A record deleted while somebody wrote in its form: what they typed is shown, to be copied."""
        typed = typed_words(request.POST) if VERSION in request.POST else []
        if not typed:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc] # Django's own
        title = _("It was deleted while you were writing")
        context = {**self.admin_site.each_context(request), "title": title, "opts": opts, "typed": typed}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/editing/gone.html", context, status=410)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for saved in AFTER_SAVING:
            saved(request, form.instance, change)

    def _changeform_view(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        if request.method == "POST" and object_id is not None and "_saveasnew" not in request.POST:
            self._compare(request, unquote(object_id))
        return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc] # Django's own, inside its transaction

    def _compare(self, request: HttpRequest, object_id: str) -> None:
        """Hold what is stored, and make what was sent fit it; what nobody may do is left for Django to refuse."""
        to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
        if to_field and not self.to_field_allowed(request, to_field):
            return
        hold_writers()
        record = self.get_object(request, object_id, to_field)
        if record is None or not self.has_change_permission(request, record):
            return
        hold(self.model, record.pk)
        record = self.get_object(request, object_id, to_field)
        if record is None:
            return
        form, formsets = self._stored_forms(request, record)
        now = version_of(form, formsets)
        base = read_token(request.POST.get(VERSION, ""), self.opts.label_lower, record.pk)
        data, files = request.POST.copy(), request.FILES.copy()
        submission = Submission(data, files, form, formsets, record)
        unanswered = submission.choose()
        if base is None or not base.equals(now):
            submission.meet(base)
        else:
            submission.ask_again(unanswered)
        sending = sending_of(request)
        sending.token = data[VERSION] = token_of(now, self.opts.label_lower, record.pk)
        for prefix, said in sending.notes.items():
            met = submission.notes.setdefault(prefix, {})
            met |= {name: words + met.get(name, SafeString("")) for name, words in said.items()}
        sending.notes = submission.notes
        request.POST = data  # type: ignore[assignment] # as it fits what is stored
        request._files = files  # type: ignore[attr-defined] # the same for what was uploaded

    def _stored_forms(self, request: HttpRequest, record: Any) -> tuple[Any, list[Any]]:
        """The form and those of its rows that may be changed, unbound."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)(instance=record)
        formsets, prefixes = [], dict[str, int]()
        for formset, inline in self.get_formsets_with_inlines(request, record):
            prefix = formset.get_default_prefix()
            prefixes[prefix] = count = prefixes.get(prefix, 0) + 1
            if inline.has_change_permission(request, record):
                name = prefix if count == 1 else f"{prefix}-{count}"
                formsets.append(formset(instance=record, prefix=name, queryset=inline.get_queryset(request)))
        return form, formsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if kwargs.get("fields"):  # else Django only asks which fields there are
            if change:
                form.base_fields[VERSION] = VersionField()
            form.notes = sending_of(request).notes.get("", {})
        return form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc] # Django's own
        notes = sending_of(request).notes
        for formset in formsets if notes else ():
            for form in formset.forms:
                form.notes = notes.get(form.prefix, {})
        return formsets, inlines

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record, form = context.get("original"), context["adminform"].form
        if record is not None and VERSION in form.fields and self.has_change_permission(request, record):
            token = sending_of(request).token
            if not token:
                rows = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
                token = token_of(version_of(form, rows), self.opts.label_lower, record.pk)
            context["version_token"] = form.fields[VERSION].initial = token
        return super().render_change_form(request, context, *args, **kwargs)


def typed_words(data: QueryDict) -> list[tuple[str, str]]:
    """Name and words of each field somebody wrote more than a choice into."""
    return [
        (name.replace("_", " "), words)
        for name, values in data.lists()
        for words in values
        if " " in words.strip() and not name.startswith(("_", "csrf"))
    ]


def sending_of(request: Any) -> Sending:
    """Kept on the request: one admin object serves all of them."""
    if not hasattr(request, "sending"):
        request.sending = Sending()
    found: Sending = request.sending
    return found
