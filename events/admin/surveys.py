from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.forms import OptionForm, SurveyForm
from events.models import Option, Question, Survey
from kpknow.content.admin import LookupAdmin, RecordAdmin, StackedRows, StaffAdmin, TableRows
from kpknow.content.admin.base import ReadOnly


class QuestionRows(StackedRows):
    """The questions in short; their options are on each question's own page."""

    model = Question
    classes = ("collapse",)
    show_change_link = True
    fields = (("order", "kind", "stage"), "wording", ("base", "base_not_stated"), "base_words")


@admin.register(Survey)
class SurveyAdmin(RecordAdmin):
    form = SurveyForm
    list_display = ("title", "status_pill", "programme", "invited", "answered", "changed_at")
    list_filter = ("status", ("programme", admin.RelatedOnlyFieldListFilter), "is_voluntary")
    list_select_related: ClassVar[Any] = ("programme",)
    search_fields = ("title", "slug")
    autocomplete_fields = ("events", "programme", "populations")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "programme", "events")}),
        (
            _("Who was asked"),
            {"fields": ("invited_words", "populations", ("invited", "answered"), ("opened", "closed"))},
        ),
        (_("How"), {"fields": ("instrument", ("is_voluntary", "is_confidential"), "limits")}),
    )
    inlines = (QuestionRows,)


class OptionRows(TableRows):
    """Of a question that is counted, figures follow from answers: nobody types them."""

    model = Option
    form = OptionForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("share", "count") if obj is not None and obj.is_counted else ()


@admin.register(Question)
class QuestionAdmin(StaffAdmin):
    list_display = ("wording", "survey", "order", "kind", "stage", "base_words_shown")
    list_filter = (("survey", admin.RelatedOnlyFieldListFilter), "kind", "stage", "base_not_stated")
    list_select_related = ("survey",)
    search_fields = ("wording", "survey__title")
    autocomplete_fields = ("survey",)
    fieldsets = (
        (None, {"fields": ("survey", "order", "wording", ("kind", "stage"))}),
        (_("Base"), {"fields": ("base", "base_not_stated", "base_words")}),
        (_("Source"), {"fields": ("figure_number", "source_page", "note")}),
    )
    inlines = (OptionRows,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("survey", "kind", "base", "base_not_stated") if obj is not None and obj.is_counted else ()

    @admin.display(description=_("base"), ordering="base")
    def base_words_shown(self, question: Question) -> str:
        return question.base_text

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("survey")

    def choice_words(self, record: Question) -> str:
        return f"{record.survey} · {record.order}. {record.wording}"


@admin.register(Option)
class OptionAdmin(ReadOnly, LookupAdmin):
    """Only to be chosen as a figure; options are edited with their question."""

    list_display = ("label", "question", "share", "count")
    list_select_related = ("question__survey",)
    search_fields = ("label", "question__wording", "question__survey__title")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("question__survey")

    def choice_words(self, record: Option) -> str:
        figure = f"{record.share}%" if record.share is not None else record.count
        return f"{record.question.survey} · {record.question.wording} – {record.label}: {figure}"
