"""Codebook and passages as files, and a codebook brought in."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Answer, Question, QuestionKind
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Status
from kpknow.curation.coding import codebook, passages
from kpknow.curation.coding.texts import CODE
from kpknow.curation.importing.reading.grid import LARGEST_FILE, FileRefused
from kpknow.exports import qdc, xlsx
from kpknow.exports.csv import csv_chunks
from kpknow.exports.downloads import CSV
from stories.models import Block, Highlight, HighlightState, Story

SALT = "coding.codebook"
FRESH = 24 * 3600
"""Seconds for which a dry run can be followed by the import."""
FIRST = 10


def codebook_table(_user: Any) -> tuple[str, Any, Any]:
    return "codebook", codebook.COLUMNS, codebook.codebook_rows()


def passage_table(user: Any) -> tuple[str, Any, Any]:
    return "highlights", passages.COLUMNS, passages.passage_rows(user)


def as_csv(table: Any) -> Iterator[bytes]:
    return csv_chunks(table[1], table[2])


def as_xlsx(table: Any) -> Iterator[bytes]:
    return xlsx.xlsx_chunks([xlsx.Sheet(*table)])


FORMATS: dict[str, tuple[str, Callable[[Any], Iterator[bytes]]]] = {
    "csv": (CSV, as_csv),
    "xlsx": (xlsx.CONTENT_TYPE, as_xlsx),
}
TABLES: dict[str, Callable[[Any], tuple[str, Any, Any]]] = {"codebook": codebook_table, "highlights": passage_table}


@require_safe
def coding_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Noted before it is sent, as every table that leaves."""
    may_code(request)
    if (name, form) == ("codebook", "qdc"):
        content_type, chunks = qdc.CONTENT_TYPE, iter([qdc.qdc(codebook.codes(), f"kpknow {settings.SITE_ADDRESS}")])
    elif name in TABLES and form in FORMATS:
        content_type, write = FORMATS[form]
        chunks = write(TABLES[name](request.user))
    else:
        raise Http404
    record_act(ActVerb.EXPORTED, by=request.user, note=f"coding {name} {form}")
    response: Any = StreamingHttpResponse(chunks, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return cast("HttpResponse", response)


class CodebookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        widget=forms.FileInput({"accept": ".qdc,.csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("A .qdc file of REFI-QDA, or CSV or XLSX with the columns of our own codebook."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST_FILE:
            raise forms.ValidationError(codebook.NOT_A_CODEBOOK)
        return self.cleaned_data["file"]


@require_http_methods(["GET", "HEAD", "POST"])
def bring_codebook(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would do, have it done. Themes known here are compared and stay as they are."""
    may_code(request)
    if not request.user.has_perm("stories.add_theme"):
        raise PermissionDenied
    if "confirmed" in request.POST:
        return add_new(request)
    form = CodebookForm(request.POST, request.FILES) if request.method == "POST" else CodebookForm()
    entries: list[codebook.Entry] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            entries = codebook.read_codebook(file.read(), file.name)
        except FileRefused as refused:
            form.add_error("file", refused.words)
        else:
            codebook.compare(entries)
    kept = [(one.number, one.name, one.guid, one.texts) for one in entries if one.is_new]
    context = {
        "title": _("Bring in a codebook"),
        "form": form,
        "entries": entries,
        "new": len(kept),
        "confirmed": signing.dumps(kept, salt=SALT, compress=True) if kept else "",
    }
    return page(request, "admin/coding/bring_codebook.html", context, status=422 if form.errors else 200)


def add_new(request: HttpRequest) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["confirmed"], salt=SALT, max_age=FRESH)
    except signing.BadSignature:
        messages.error(request, _("That is not what was shown. Please choose the file again."))
        return HttpResponseRedirect(reverse("curation:bring_codebook"))
    made = codebook.add_new([codebook.Entry(*values) for values in kept], by=request.user)
    record_act(ActVerb.IMPORTED, by=request.user, note=f"codebook {len(made)}")
    words = ngettext("%(count)d theme was added as a draft.", "%(count)d themes were added as drafts.", len(made))
    messages.success(request, words % {"count": len(made)})
    return HttpResponseRedirect(reverse("curation:coding"))


@require_safe
def coding(request: HttpRequest) -> HttpResponse:
    """Where coding begins: what is not coded yet, what waits for a person, and the files."""
    may_code(request)
    story_admin: Any = admin.site.get_model_admin(Story)
    coded = Highlight.objects.filter(block__isnull=False).values("block__story")
    texts = Block.objects.values("story")
    open_stories = story_admin.get_queryset(request).exclude(status=Status.WITHDRAWN).filter(pk__in=texts)
    sources = Q(block__isnull=False) | Q(was_in__isnull=False) | Q(session__isnull=False)
    asked = open_questions(request)
    told = Highlight.objects.filter(answer__isnull=False).values("question")
    lost = Highlight.objects.filter(sources, state=HighlightState.ORPHAN).exclude(exact="")
    lost = lost.exclude(block__story__status=Status.WITHDRAWN).exclude(was_in__status=Status.WITHDRAWN)
    context = {
        "title": _("Coding"),
        "uncoded": open_stories.exclude(pk__in=coded).order_by("-changed_at")[:FIRST],
        "coded": open_stories.filter(pk__in=coded).order_by("-changed_at")[:FIRST],
        "uncoded_questions": asked.exclude(pk__in=told)[:FIRST],
        "coded_questions": asked.filter(pk__in=told)[:FIRST],
        "lost": lost.order_by("created_at")[:FIRST],
    }
    return page(request, "admin/coding/start.html", context)


def open_questions(request: HttpRequest) -> Any:
    """Those people answered in their own words, the newest survey first."""
    question_admin: Any = admin.site.get_model_admin(Question)
    texts = Answer.objects.filter(question=OuterRef("pk")).exclude(text="")
    found = question_admin.get_queryset(request).filter(Exists(texts), kind=QuestionKind.OPEN)
    found = found.exclude(survey__status=Status.WITHDRAWN).select_related("survey")
    return found.order_by("-survey__changed_at", "order", "pk")


def may_code(request: HttpRequest) -> None:
    if not request.user.has_perm(CODE):
        raise PermissionDenied


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    request.current_app = admin.site.name
    shown = admin.site.each_context(request) | {"opts": Highlight._meta} | context
    return TemplateResponse(request, template, shown, status=status)


coding_view = admin.site.admin_view(coding)
coding_file_view = admin.site.admin_view(coding_file)
bring_codebook_view = admin.site.admin_view(bring_codebook)
