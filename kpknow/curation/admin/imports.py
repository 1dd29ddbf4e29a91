"""Imports in the admin: choose a file, settle its columns, look at every row, bring it in, undo it."""

from typing import Any, cast

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.admin import ReadOnly, StaffAdmin, filled, pill
from kpknow.curation.actions.importing import grid_of, settle_columns, take_file
from kpknow.curation.actions.undoing_import import NotBroughtIn, obstacles, undo_import
from kpknow.curation.admin.checked_rows import RowPages
from kpknow.curation.exporting import columns_and_rows, listed, note_export
from kpknow.curation.import_forms import ColumnsForm, UploadForm
from kpknow.curation.importing.files import (
    FORMATS,
    codebook,
    codebook_headings,
    faulty_chunks,
    file_chunks,
    template_chunks,
)
from kpknow.curation.importing.mapping import guess
from kpknow.curation.importing.reading.grid import FileRefused
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import Import
from kpknow.exports.downloads import download

SAMPLE = 3
"""Rows shown beside the headings."""
MOST_NAMED = 50


def may_import(request: HttpRequest, table: Table) -> bool:
    """Those who may see all of its records, add and change them by hand."""
    return all(request.user.has_perm(name) for name in table.permissions())


def may_import_any(request: HttpRequest) -> bool:
    return any(may_import(request, table) for table in TABLES.values())


@admin.register(Import)
class ImportAdmin(RowPages, ReadOnly, StaffAdmin):
    list_display = ("__str__", "kind_words", "file_name", "uploaded_at", "uploaded_by", "standing")
    list_filter = ("kind", ("imported_at", filled(gettext_lazy("day it was brought in"))))
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "kind")
    ordering = ("-pk",)
    change_list_template = "admin/imports.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request, TABLES[obj.kind]) if obj else may_import_any(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_import_any(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        kinds = [kind for kind, table in TABLES.items() if may_import(request, table)]
        return super().get_queryset(request).filter(kind__in=kinds).defer("content")

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        return not lookup.startswith(("content", "rows")) and super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("bring-in/", wrap(self.bring_in_view), name="curation_import_bring_in"),
            path("template/<slug:kind>.<slug:form>", wrap(self.template_view), name="curation_import_template"),
            path("codebook/<slug:kind>/", wrap(self.codebook_view), name="curation_import_codebook"),
            path("export/<slug:app>/<slug:model>.<slug:form>", wrap(self.export_view), name="curation_import_export"),
            path("<int:key>/columns/", wrap(self.columns_view), name="curation_import_columns"),
            path("<int:key>/rows/<int:number>/", wrap(self.row_view), name="curation_import_row"),
            path("<int:key>/faulty.<slug:form>", wrap(self.faulty_view), name="curation_import_faulty"),
            path("<int:key>/undo/", wrap(self.undo_view), name="curation_import_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("kind of records"), ordering="kind")
    def kind_words(self, batch: Import) -> str:
        return str(TABLES[batch.kind].title)

    @admin.display(description=gettext_lazy("state"), ordering="imported_at")
    def standing(self, batch: Import) -> SafeString:
        if batch.undone_at:
            return pill("withdrawn", _("undone"))
        return pill("published", _("brought in")) if batch.imported_at else pill("pending", _("not brought in yet"))

    # Choosing a file

    def bring_in_view(self, request: HttpRequest) -> HttpResponse:
        """The first page: what kind of records, and which file."""
        tables = [table for table in TABLES.values() if may_import(request, table)]
        if not tables:
            raise PermissionDenied
        sent = request.method == "POST"
        form = UploadForm(request.POST if sent else None, request.FILES if sent else None, tables=tables)
        if sent and form.is_valid():
            table = TABLES[form.cleaned_data["kind"]]
            try:
                batch = take_file(table, *form.chosen(), by=request.user)
            except FileRefused as refused:
                form.add_error("file", refused.words)
            else:
                return HttpResponseRedirect(reverse("admin:curation_import_columns", args=(batch.pk,)))
        context = {"title": _("Bring in a spreadsheet"), "form": form, "tables": tables}
        return self.import_page(request, "admin/import_upload.html", context, status=400 if form.errors else 200)

    def template_view(self, request: HttpRequest, kind: str, form: str) -> HttpResponse:
        table = self.the_table(request, kind)
        if form not in FORMATS:
            raise Http404
        return download(request, f"{kind}.{form}", FORMATS[form], lambda: template_chunks(table, form))

    def codebook_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        table = self.the_table(request, kind)
        title = _("%(kind)s: the columns of a spreadsheet") % {"kind": table.title}
        context = {"title": title, "table": table, "headings": codebook_headings(), "rows": codebook(table)}
        return self.import_page(request, "admin/import_codebook.html", context)

    def export_view(self, request: HttpRequest, app: str, model: str, form: str) -> HttpResponse:
        """A list under the filter of this address; one that no list understands goes back to the whole list."""
        if form not in FORMATS:
            raise Http404
        try:
            kind = apps.get_model(app, model)
        except LookupError as unknown:
            raise Http404 from unknown
        try:
            records = listed(request, kind)
            count = records.count()
        except (IncorrectLookupParameters, ValueError, OverflowError, DatabaseError):
            self.message_user(request, _("That filter cannot be read. Nothing was exported."), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{app}_{model}_changelist"))
        note_export(request, kind, form, count)
        columns, rows = columns_and_rows(request, kind, records)
        response: Any = StreamingHttpResponse(file_chunks(form, model, columns, rows), content_type=FORMATS[form])
        response.headers["Content-Disposition"] = f'attachment; filename="{model}.{form}"'
        return cast("HttpResponse", response)

    def the_table(self, request: HttpRequest, kind: str) -> Table:
        if kind not in TABLES:
            raise Http404
        if not may_import(request, TABLES[kind]):
            raise PermissionDenied
        return TABLES[kind]

    def the_batch(self, request: HttpRequest, key: Any) -> Import:
        batch = Import.objects.filter(pk=key).first() if str(key).isdecimal() and len(str(key)) < 18 else None
        if batch is None:
            raise Http404
        if not may_import(request, TABLES[batch.kind]):
            raise PermissionDenied
        return batch

    # Settling columns

    def columns_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Which heading is which column; how the file is read can be corrected here, too."""
        batch = self.the_batch(request, key)
        if not batch.content:
            return HttpResponseRedirect(self.address_of(batch))
        if request.method == "POST" and "read" in request.POST:
            self.read_otherwise(request, batch)
            return HttpResponseRedirect(request.get_full_path())
        table, grid = TABLES[batch.kind], grid_of(batch)
        same = Import.objects.filter(kind=batch.kind, headings=grid.headings, content__isnull=True).first()
        form = ColumnsForm(
            request.POST if request.method == "POST" else None,
            table=table,
            grid=grid,
            mapping=guess(table, grid.headings, same.places if same else None),
        )
        if form.is_bound and form.is_valid():
            settle_columns(batch, form.mapping())
            return HttpResponseRedirect(self.address_of(batch))
        context = {
            "title": _("Which heading is which column?"),
            "batch": batch,
            "table": table,
            "form": form,
            "grid": grid,
            "columns": [(form[name], sample) for name, sample in form.samples(SAMPLE)],
        }
        return self.import_page(request, "admin/import_columns.html", context, status=400 if form.errors else 200)

    def read_otherwise(self, request: HttpRequest, batch: Import) -> None:
        """With other letters, another separator or another sheet; a choice that cannot be read changes nothing."""
        before = (batch.encoding, batch.separator, batch.sheet)
        chosen = [request.POST.get(name, "")[:120].replace("\x00", "") for name in ("encoding", "separator", "sheet")]
        batch.encoding, batch.separator, batch.sheet = chosen[0][:20], chosen[1][:1], chosen[2]
        try:
            grid = grid_of(batch)
        except FileRefused as refused:
            batch.encoding, batch.separator, batch.sheet = before
            self.message_user(request, refused.words, messages.ERROR)
        else:
            batch.headings, batch.encoding, batch.separator = grid.headings, grid.encoding, grid.separator
            batch.sheet = grid.sheet[:120]
            batch.save()

    # Afterwards

    def faulty_view(self, request: HttpRequest, key: int, form: str) -> HttpResponse:
        batch = self.the_batch(request, key)
        if form not in FORMATS:
            raise Http404
        table = TABLES[batch.kind]
        name = f"{batch.kind}-faulty-rows.{form}"
        return download(request, name, FORMATS[form], lambda: faulty_chunks(batch, table, form))

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What would go and what would stay; a POST does it."""
        batch = self.the_batch(request, key)
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if request.method == "POST":
            try:
                count, kept = undo_import(batch, by=request.user)
            except NotBroughtIn:
                self.message_user(request, _("There is nothing to undo."), messages.WARNING)
            else:
                self.log_change(request, batch, _("%(count)d rows undone.") % {"count": count})
                words = ngettext("%(count)d row was undone.", "%(count)d rows were undone.", count)
                self.message_user(request, words % {"count": count}, messages.SUCCESS)
                if kept:
                    words = ngettext(
                        "%(count)d row stays, see why below.", "%(count)d rows stay, see why below.", len(kept)
                    )
                    self.message_user(request, words % {"count": len(kept)}, messages.WARNING)
                    return HttpResponseRedirect(request.get_full_path())
            return HttpResponseRedirect(self.address_of(batch))
        rows = list(batch.rows.filter(is_done=True, is_undone=False).order_by("number"))
        kept = obstacles(batch, rows) if batch.imported_at and not batch.undone_at else {}
        context = {
            "title": _("Undo %(batch)s") % {"batch": str(batch).lower()},
            "batch": batch,
            "count": len(rows) - len(kept),
            "made": sum(row.made_record for row in rows if row.number not in kept),
            "kept": [(row, kept[row.number]) for row in rows if row.number in kept][:MOST_NAMED],
            "unshown": max(0, len(kept) - MOST_NAMED),
        }
        return self.import_page(request, "admin/import_undo.html", context)

    def address_of(self, batch: Import) -> str:
        return reverse("admin:curation_import_change", args=(batch.pk,))

    def import_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "has_change_permission": False}
        return TemplateResponse(request, template, {**shared, **context}, status=status)
