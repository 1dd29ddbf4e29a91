"""Files of answers in the admin: choose one, say what its columns are, see what it would do, bring it in, undo it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import AnswerFile, Question, QuestionKind, Survey
from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.content.admin.stepping import record_tools
from kpknow.curation.actions import answers as acts
from kpknow.curation.answer_forms import AnswersForm, ColumnsForm
from kpknow.curation.answers import refusals
from kpknow.curation.answers.coded import coded_in, findings_on
from kpknow.curation.answers.columns import Said, proposed
from kpknow.curation.answers.fields import fields_of
from kpknow.curation.answers.known import known_columns, saved_names
from kpknow.curation.answers.questions import WITH_OPTIONS
from kpknow.curation.importing.reading.grid import FileRefused
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV, download

RIGHTS = ("events.change_survey", "events.add_question")
EVERY_PROBLEM = 1_000_000
WHY_NOT = {
    refusals.BroughtInBefore: gettext_lazy("It was brought in already."),
    refusals.CellsNotRead: gettext_lazy("Some cells cannot be read. Correct the file, or say that they stay empty."),
    refusals.NotAsShown: gettext_lazy("The survey changed meanwhile. Nothing was brought in; please look again."),
    refusals.NobodyAnswered: gettext_lazy("No row has an answer. Nothing was brought in."),
    refusals.MoreThanInvited: gettext_lazy(
        "More people would have answered than the survey says could be reached. Correct that number first."
    ),
    refusals.FindingsRest: gettext_lazy(
        "Nothing was forgotten: findings rest on these answers. Take the passages out of them first."
    ),
    refusals.NewWords: gettext_lazy(
        "This survey is public, and the file has answers that it does not. Take the survey back to a draft first, so "
        "that somebody reads them."
    ),
}


def may_bring_in(request: HttpRequest) -> bool:
    return all(request.user.has_perm(right) for right in RIGHTS)


def answers_tool(request: HttpRequest, record: Any) -> list[Tool]:
    """On the page of a survey."""
    if not isinstance(record, Survey) or not may_bring_in(request):
        return []
    address = f"{reverse('admin:events_answerfile_bring_in')}?survey={record.pk}"
    return [Tool(gettext_lazy("Bring in answers"), address, acts=False)]


record_tools.append(answers_tool)


@admin.register(AnswerFile)
class AnswerFileAdmin(ReadOnly, StaffAdmin):
    list_display = ("__str__", "survey", "wave", "tool", "people", "uploaded_at", "uploaded_by", "standing")
    list_filter = (
        ("survey", admin.RelatedOnlyFieldListFilter),
        "tool",
        ("imported_at", filled(gettext_lazy("day it was brought in"))),
    )
    list_select_related = ("survey", "uploaded_by")
    search_fields = ("survey__title", "wave")
    ordering = ("-pk",)
    change_list_template = "admin/answer_files.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_bring_in(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_bring_in(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "columns")

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        return not lookup.startswith(("content", "responses")) and super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("bring-in/", wrap(self.bring_in_view), name="events_answerfile_bring_in"),
            path("<int:key>/columns/", wrap(self.columns_view), name="events_answerfile_columns"),
            path("<int:key>/problems.csv", wrap(self.problems_view), name="events_answerfile_problems"),
            path("<int:key>/codebook.csv", wrap(self.codebook_view), name="events_answerfile_codebook"),
            path("<int:key>/undo/", wrap(self.undo_view), name="events_answerfile_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("state"), ordering="imported_at")
    def standing(self, file: AnswerFile) -> SafeString:
        if file.undone_at:
            return pill("withdrawn", _("taken back"))
        return pill("published", _("brought in")) if file.imported_at else pill("pending", _("not brought in yet"))

    def the_file(self, request: HttpRequest, key: Any) -> AnswerFile:
        if not may_bring_in(request):
            raise PermissionDenied
        found = AnswerFile.objects.select_related("survey").filter(pk=key) if is_key(key) else AnswerFile.objects.none()
        if (file := found.first()) is None:
            raise Http404
        return file

    # Choosing a file

    def bring_in_view(self, request: HttpRequest) -> HttpResponse:
        if not may_bring_in(request):
            raise PermissionDenied
        sent = request.method == "POST"
        chosen = request.GET.get("survey", "")
        form = AnswersForm(
            request.POST if sent else None,
            request.FILES if sent else None,
            initial={"survey": chosen} if is_key(chosen) else {},
        )
        if sent and form.is_valid():
            upload = form.cleaned_data["file"]
            survey: Survey = form.cleaned_data["survey"]
            try:
                file = acts.take_answers(
                    survey, upload.read(), upload.name, wave=form.cleaned_data["wave"], by=request.user
                )
            except FileRefused as refused:
                form.add_error("file", refused.words)
            else:
                return HttpResponseRedirect(reverse("admin:events_answerfile_columns", args=(file.pk,)))
        context = {"title": _("Bring in answers"), "form": form}
        return self.answers_page(request, "admin/answers_upload.html", context, status=400 if form.errors else 200)

    # Saying what columns are

    def columns_view(self, request: HttpRequest, key: int) -> HttpResponse:
        file = self.the_file(request, key)
        if file.imported_at or not file.content:
            return HttpResponseRedirect(self.address_of(file))
        sheet = acts.sheet_of(file)
        fields = fields_of(sheet)
        questions = list(Question.objects.filter(survey=file.survey, is_counted=True).prefetch_related("options"))
        said = acts.said_of(file)
        name = request.GET.get("like", "")
        if name or not said:
            said = {one.code: one for one in proposed(fields, known_columns(file, fields, questions, name))}
        form = ColumnsForm(
            request.POST if request.method == "POST" else None,
            survey=file.survey,
            fields=fields,
            said=said,
            questions=questions,
        )
        if form.is_bound and form.is_valid():
            acts.settle_answers(file, form.said(), name=form.cleaned_data["name"])
            return HttpResponseRedirect(self.address_of(file))
        context = {
            "title": _("What are its columns?"),
            "file": file,
            "form": form,
            "sheet": sheet,
            "rows": list(form.rows()),
            "names": saved_names(),
            "like": name,
        }
        return self.answers_page(request, "admin/answers_columns.html", context, status=400 if form.errors else 200)

    # What it would do, and doing it

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        file = self.the_file(request, object_id)
        if request.method == "POST":
            if "shown" not in request.POST:  # no form of ours
                raise PermissionDenied
            return self.bring_in_now(request, file)
        if not file.content:
            entries = list(file.codebook.select_related("question__survey"))
            return self.answers_page(
                request, "admin/answers_result.html", {"title": str(file), "file": file, "entries": entries}
            )
        if not file.columns:
            return HttpResponseRedirect(reverse("admin:events_answerfile_columns", args=(file.pk,)))
        fields, said, checked = acts.dry_run(file)
        context = {
            "title": _("What this file would do"),
            "file": file,
            "checked": checked,
            "shown": acts.shown_as(checked),
            "questions": [summary(said[one.code], checked) for one in fields if said[one.code].asks],
            "columns": checked.problem_columns.most_common(),
        }
        return self.answers_page(request, "admin/answers_check.html", context)

    def bring_in_now(self, request: HttpRequest, file: AnswerFile) -> HttpResponse:
        try:
            people = acts.bring_answers_in(
                file, by=request.user, shown=request.POST.get("shown", ""), leaves_cells_out="leave" in request.POST
            )
        except refusals.AnswersRefused as refused:
            self.message_user(request, WHY_NOT[type(refused)], messages.ERROR)
        else:
            self.log_addition(request, file, _("%(count)d people brought in.") % {"count": people})
            words = ngettext(
                "The answers of %(count)d person were brought in.",
                "The answers of %(count)d people were brought in.",
                people,
            )
            self.message_user(request, words % {"count": people}, messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(file))

    def problems_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Every cell that cannot be read, by row and column."""
        file = self.the_file(request, key)
        if not file.content or not file.columns:
            raise Http404
        checked = acts.dry_run(file, EVERY_PROBLEM)[2]
        rows = ((one.row, one.column, one.words) for one in checked.problems)
        headings = (_("row"), _("column"), _("what is wrong"))
        return download(request, "cells-not-read.csv", CSV, lambda: csv_chunks(headings, rows))

    def codebook_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """How each question was asked in this file, answer by answer."""
        file = self.the_file(request, key)
        labels = dict(Question.objects.filter(survey=file.survey_id).values_list("options", "options__label"))
        rows = (
            (entry.code, entry.wording, entry.question.kind, written, labels.get(int(option), ""))
            for entry in file.codebook.select_related("question")
            for option, written in (entry.options or {"0": ""}).items()
        )
        headings = ("code", "wording", "kind", "answer_in_file", "answer_here")
        return download(request, f"codebook-{file.pk}.csv", CSV, lambda: csv_chunks(headings, rows))

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        file = self.the_file(request, key)
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if request.method == "POST":
            try:
                people = acts.take_answers_back(file, by=request.user)
            except refusals.NotBroughtIn:
                self.message_user(request, _("There is nothing to undo."), messages.WARNING)
            except refusals.FindingsRest:
                self.message_user(request, WHY_NOT[refusals.FindingsRest], messages.ERROR)
                return HttpResponseRedirect(request.path)
            else:
                self.log_change(request, file, _("%(count)d people taken back.") % {"count": people})
                self.message_user(request, _("These answers are forgotten."), messages.SUCCESS)
            return HttpResponseRedirect(self.address_of(file))
        context = {
            "title": _("Take these answers back"),
            "file": file,
            "findings": findings_on(file),
            "coded": coded_in(file).count(),
        }
        return self.answers_page(request, "admin/answers_undo.html", context)

    def address_of(self, file: AnswerFile) -> str:
        return reverse("admin:events_answerfile_change", args=(file.pk,))

    def answers_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "has_change_permission": False}
        return TemplateResponse(request, template, {**shared, **context}, status=status)


def is_key(key: Any) -> bool:
    text = str(key)
    return text.isascii() and text.isdecimal() and len(text) < 18


def summary(said: Said, checked: Any) -> dict[str, Any]:
    """One question as it would be counted, for the page that asks whether to go on."""
    counts = checked.counts.get(said.code, {})
    return {
        "said": said,
        "kind": QuestionKind(said.kind).label,
        "base": counts.get(None, 0),
        "silent": len(checked.people) - counts.get(None, 0),
        "answers": [(words, counts.get(words, 0)) for words in said.options] if said.kind in WITH_OPTIONS else [],
    }
