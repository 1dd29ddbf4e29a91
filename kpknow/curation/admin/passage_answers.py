"""Passages that may identify somebody, answered one by one; and the list of all answers."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.actions.publishing import ReasonMissing
from kpknow.content.admin import ReadOnly, StaffAdmin
from kpknow.content.admin.base import after_saving
from kpknow.content.models import Record
from kpknow.curation.actions.answering import PassageGone, SamePerson, agree, let_stay, take_back_if_found
from kpknow.curation.checking import findings_for
from kpknow.curation.checking.texts import record_of
from kpknow.curation.models import PassageAnswer

LARGEST_KEY = 2**63 - 1


class AnswerForm(forms.Form):
    """One passage, named by its field and hash, and why it may stay."""

    field = forms.CharField(max_length=80)
    words_hash = forms.RegexField(r"^[0-9a-f]{64}$")
    reason = forms.CharField(
        label=gettext_lazy("It may stay, because"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


def address_of(record: Record) -> str:
    """The page on which this record's passages are answered."""
    return reverse("admin:curation_passageanswer_of", args=(record._meta.label_lower, record.pk))


@admin.register(PassageAnswer)
class PassageAnswerAdmin(ReadOnly, StaffAdmin):
    list_display = ("kind", "record_kind", "record", "field", "reason", "said_by", "seconded_by", "said_at")
    list_filter = ("kind", "record_kind")
    list_select_related = ("said_by", "seconded_by")
    search_fields = ("reason", "field")
    readonly_fields = ("kind", "record_kind", "record", "field", "reason")
    fields = (*readonly_fields, "said_by", "said_at", "seconded_by", "seconded_at")

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("of/<str:kind>/<int:key>/", wrap(self.passages_view), name="curation_passageanswer_of"),
            *super().get_urls(),
        ]

    def passages_view(self, request: HttpRequest, kind: str, key: int) -> HttpResponse:
        """Each passage of one record with its answer. Whoever may change the record may answer."""
        record, may_agree = self._record(request, kind, key)
        if request.method == "POST":
            self._answer(request, record, may_agree=may_agree)
            return HttpResponseRedirect(address_of(record))
        found = findings_for(record)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What must not be published"),
            "opts": record._meta,
            "record": record,
            "open": [one for one in found if one.answer is None],
            "waiting": [one for one in found if one.answer and not one.answer.is_agreed],
            "agreed": [one for one in found if one.answer and one.answer.is_agreed],
            "may_agree": may_agree,
            "reason": AnswerForm().fields["reason"],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/passages.html", context)

    def _record(self, request: HttpRequest, kind: str, key: int) -> tuple[Record, bool]:
        """The record, and whether this person may agree with others' answers: who may review or publish it."""
        try:
            model = apps.get_model(kind)
        except (LookupError, ValueError) as unknown:
            raise Http404 from unknown
        if not issubclass(model, Record) or not self.admin_site.is_registered(model) or key > LARGEST_KEY:
            raise Http404
        model_admin: Any = self.admin_site.get_model_admin(model)
        record = model_admin.get_object(request, str(key))
        if not model_admin.has_change_permission(request, record):
            raise PermissionDenied
        if record is None:
            raise Http404
        may = model_admin.has_review_permission(request, record) or model_admin.has_publish_permission(request, record)
        return record, bool(may)

    def _answer(self, request: HttpRequest, record: Record, *, may_agree: bool) -> None:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("That is not a passage of this record. Nothing was changed."), messages.ERROR)
            return
        said: Any = form.cleaned_data
        try:
            if "agree" in request.POST:
                if not may_agree:
                    raise PermissionDenied
                standing = PassageAnswer.objects.of(record)
                agree(standing.get(field=said["field"], words_hash=said["words_hash"]), by=request.user)  # type: ignore[arg-type] # staff are no strangers
                words = _("You agreed that the passage may stay.")
            else:
                let_stay(record, **said, by=request.user)  # type: ignore[arg-type] # as above
                words = _("Noted. It counts once a second person agrees.")
        except ReasonMissing:
            self.message_user(request, _("Write why the passage may stay."), messages.ERROR)
        except SamePerson:
            self.message_user(request, _("Somebody else has to agree: you wrote the reason."), messages.ERROR)
        except (PassageGone, PassageAnswer.DoesNotExist, PassageAnswer.MultipleObjectsReturned):
            self.message_user(request, _("That passage is no longer there. Please look again."), messages.WARNING)
        else:
            self.message_user(request, words, messages.SUCCESS)


def look_after_saving(request: HttpRequest, row: Any) -> None:
    """A public record whose words were just changed goes back into review while a passage waits for an answer."""
    record = record_of(row)
    if record is not None and take_back_if_found(record, by=request.user):  # type: ignore[arg-type] # as above
        words = _(
            "“%(record)s” is saved, and readers do not see it for now: it holds passages that may identify somebody. "
            "They stand above its form; take them out or answer them, then publish it again."
        )
        messages.error(request, words % {"record": record})


if look_after_saving not in after_saving:
    after_saving.append(look_after_saving)
