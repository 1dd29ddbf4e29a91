"""The page that shows what each row of a file would do, and the page of one row."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpknow.curation.actions.importing import (
    BroughtInBefore,
    NotAsShown,
    NothingChosen,
    bring_in,
    check_some,
    correct_row,
    say_same,
)
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import Import, ImportedRow, Verdict
from kpknow.curation.row_forms import RowForm
from kpknow.curation.tallies import tally_of

PAGE = 50
SHOWN = {
    "new": {"verdict": Verdict.NEW},
    "changed": {"verdict": Verdict.CHANGED},
    "same": {"verdict": Verdict.SAME},
    "error": {"verdict": Verdict.ERROR},
}

if TYPE_CHECKING:
    from kpknow.content.admin import StaffAdmin as Base
else:
    Base = object


class RowPages(Base):
    """Part of ImportAdmin."""

    the_batch: Any
    address_of: Any
    import_page: Any

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Where an import stands: columns to settle, rows being checked, rows to choose, or what became of them."""
        batch = self.the_batch(request, object_id)
        if request.method == "POST" and "act" not in request.POST:
            raise PermissionDenied
        if batch.content:
            return HttpResponseRedirect(reverse("admin:curation_import_columns", args=(batch.pk,)))
        if batch.imported_at:
            return self.result_page(request, batch)
        if request.method == "POST":
            return self.choose(request, batch)
        if left := check_some(batch):
            total = batch.rows.count()
            context = {
                "title": _("Checking the rows"),
                "batch": batch,
                "done": total - left,
                "total": total,
                "again": request.get_full_path(),
            }
            return self.import_page(request, "admin/import_progress.html", context)  # type: ignore[no-any-return]
        return self.rows_page(request, batch)

    def rows_page(self, request: HttpRequest, batch: Import) -> HttpResponse:
        table, tally = TABLES[batch.kind], tally_of(batch)
        show = request.GET.get("show", "")
        rows = batch.rows.filter(**SHOWN.get(show, {})).order_by("number")
        if show == "alike":
            rows = rows.filter(verdict=Verdict.NEW).exclude(alike=[])
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("What each row would do"),
            "batch": batch,
            "table": table,
            "tally": tally,
            "show": show if show in SHOWN or show == "alike" else "",
            "page": page,
            "rows": [shown(table, batch, row) for row in page],
        }
        return self.import_page(request, "admin/import_rows.html", context)  # type: ignore[no-any-return]

    def result_page(self, request: HttpRequest, batch: Import) -> HttpResponse:
        table = TABLES[batch.kind]
        page = Paginator(batch.rows.filter(is_done=True).order_by("number"), PAGE).get_page(request.GET.get("page"))
        context = {
            "title": str(batch),
            "batch": batch,
            "table": table,
            "tally": tally_of(batch),
            "page": page,
            "rows": [(row, "" if row.is_undone else record_address(table, row.record)) for row in page],
        }
        return self.import_page(request, "admin/import_result.html", context)  # type: ignore[no-any-return]

    def choose(self, request: HttpRequest, batch: Import) -> HttpResponse:
        """Keep which rows of this page are chosen; then do what the button says."""
        numbers = {int(text) for text in request.POST.getlist("shown")[:PAGE] if is_number(text)}
        chosen = {int(text) for text in request.POST.getlist("chosen")[:PAGE] if is_number(text)}
        rows = batch.rows.filter(verdict__in=(Verdict.NEW, Verdict.CHANGED))
        rows.filter(number__in=numbers & chosen).update(is_chosen=True)
        rows.filter(number__in=numbers - chosen).update(is_chosen=False)
        act, _colon, rest = request.POST.get("act", "").partition(":")
        if act in ("all", "none"):
            rows.update(is_chosen=act == "all")
        elif act == "same":
            number, _colon, key = rest.partition(":")
            if is_number(number) and is_number(key) and batch.rows.filter(number=int(number)).exists():
                say_same(batch, int(number), int(key))
        elif act == "bring-in":
            return self.bring_in_now(request, batch)
        return HttpResponseRedirect(request.get_full_path())

    def bring_in_now(self, request: HttpRequest, batch: Import) -> HttpResponse:
        try:
            count = bring_in(batch, by=request.user)
        except NothingChosen:
            self.message_user(request, _("No row is chosen. Nothing was brought in."), messages.ERROR)
        except BroughtInBefore:
            self.message_user(request, _("It was brought in already."), messages.WARNING)
        except NotAsShown as refused:
            batch.rows.update(verdict=Verdict.UNREAD)
            words = _("Row %(number)d: what it would do is not what was shown, for records changed meanwhile. Nothing "
                      "was brought in; please look again.")  # fmt: skip
            self.message_user(request, words % {"number": refused.number}, messages.ERROR)
        else:
            self.log_addition(request, batch, _("%(count)d rows brought in.") % {"count": count})
            words = ngettext(
                "%(count)d row was brought in as a draft.", "%(count)d rows were brought in as drafts.", count
            )
            self.message_user(request, words % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(batch))

    def row_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """One row with its cells, to be corrected here."""
        batch = self.the_batch(request, key)
        row = batch.rows.filter(number=number).first() if number < 2**31 else None
        if row is None or batch.imported_at or batch.content:
            raise Http404
        table = TABLES[batch.kind]
        form = RowForm(request.POST if request.method == "POST" else None, table=table, batch=batch, row=row)
        if form.is_bound and form.is_valid():
            row = correct_row(batch, number, form.texts())
            if row.verdict != Verdict.ERROR:
                self.message_user(request, _("Row %(number)d can be brought in now.") % {"number": number})
                return HttpResponseRedirect(f"{self.address_of(batch)}?show=error")
            form = RowForm(None, table=table, batch=batch, row=row)
        context = {
            "title": _("Row %(number)d") % {"number": number},
            "batch": batch,
            "row": row,
            "form": form,
            "whole": [words for column, words in row.errors.items() if column not in form.fields],
        }
        return self.import_page(request, "admin/import_row.html", context)  # type: ignore[no-any-return]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def record_address(table: Table, key: Any) -> str:
    """The record's page in the admin; empty where it has none."""
    if key is None or not admin.site.is_registered(table.model):
        return ""
    return reverse(f"admin:{table.model._meta.app_label}_{table.model._meta.model_name}_change", args=(key,))


def shown(table: Table, batch: Import, row: ImportedRow) -> dict[str, Any]:
    """What the page says of a row: errors with the text of their cell, differences, records like it."""
    texts = {key: row.cells[place] for place, key in batch.places.items() if place < len(row.cells)}
    errors = [(key, texts.get(key, ""), words) for key, words in row.errors.items()]
    alike = [(key, title, record_address(table, key)) for key, title in row.alike]
    is_new = row.verdict == Verdict.NEW
    return {
        "row": row,
        "errors": errors,
        "alike": alike,
        "address": record_address(table, row.record),
        "changes": [] if is_new or errors else [(key, *both) for key, both in row.changes.items()],
        "values": [(key, after, texts.get(key, "")) for key, (_before, after) in row.changes.items()] if is_new else [],
        "kept": [(key, *both) for key, both in row.kept.items()],
        "may_choose": row.verdict in (Verdict.NEW, Verdict.CHANGED),
    }
