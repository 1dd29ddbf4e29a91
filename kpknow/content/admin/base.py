"""What every staff page shares: choosing by typing, errors beside their field, bad input refused with words."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin as DjangoBase
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList as DjangoList
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin.choices import RecordChoice, RecordChoices, SoundMultipleChoiceField, possible_keys
from kpknow.content.admin.far_pages import FarPages
from kpknow.content.admin.guarded import GuardedForms
from kpknow.content.admin.history import WithHistory
from kpknow.content.admin.looking_again import LookingAgain
from kpknow.content.forms import PartialDateFormField, PlacedFormSet, StaffForm

if TYPE_CHECKING:  # Django's admin classes take no type parameters at run time
    BaseModelAdmin = DjangoBase[Any]
    Stacked = admin.StackedInline[Any, Any]
    Tabular = admin.TabularInline[Any, Any]
else:
    BaseModelAdmin = DjangoBase
    Stacked, Tabular = admin.StackedInline, admin.TabularInline

after_saving: list[Callable[[HttpRequest, Any], None]] = []
"""What apps above this one do once a form and its rows are saved, in the same transaction."""

tools_beside: list[Callable[[HttpRequest, Any], "list[Tool]"]] = []
"""Buttons apps above this one put over a record's form."""

LONGEST_SEARCH = 200
MOST_SEARCH_WORDS = 12
"""More would only make SQLite refuse the query (“expression tree is too large”)."""


class Tool(NamedTuple):
    """A button above a record: a link to a page, or a POST that acts at once."""

    label: Any
    address: str
    acts: bool = True


class StaffFields(BaseModelAdmin):
    """Fields of a form or of an inline's rows."""

    form: Any = StaffForm
    created_in_place: tuple[str, ...] = ()
    """Relations whose records may be added without leaving the page."""
    guarded: ClassVar[Mapping[str, str]] = {}
    """Fields that are left out for whoever lacks a permission: name → “app.codename”."""

    def left_out(self, request: HttpRequest) -> set[str]:
        return {name for name, right in self.guarded.items() if not request.user.has_perm(right)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not (names := self.left_out(request)):
            return fieldsets
        kept = [(title, options | {"fields": without(options["fields"], names)}) for title, options in fieldsets]
        return [(title, options) for title, options in kept if options["fields"]]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(field.widget, "can_add_related"):
            field.widget.can_add_related &= db_field.name in self.created_in_place
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", SoundMultipleChoiceField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordChoices(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        """Choices come with what their words need, so that no option asks the database again."""
        if self.admin_site.is_registered(db_field.remote_field.model):
            related: Any = self.admin_site.get_model_admin(db_field.remote_field.model)
            return related.choice_queryset(request)
        return super().get_field_queryset(db, db_field, request)


def without(fields: Any, names: set[str]) -> list[Any]:
    """The fields of a fieldset, lines of several among them, without these."""
    kept = []
    for field in fields:
        if isinstance(field, list | tuple):
            if line := without(field, names):
                kept.append(line)
        elif field not in names:
            kept.append(field)
    return kept


class Rows(StaffFields):
    """Rows belong to the record above them: who may change that may change them, with no right of their own."""

    parent_model: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self._parent.has_view_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        parent = self._parent
        return bool(parent.has_change_permission(request, obj) if obj else parent.has_add_permission(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    @property
    def _parent(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)


class StackedRows(Rows, Stacked):
    """Related records, one form below the other."""

    extra = 0
    formset = PlacedFormSet


class TableRows(Rows, Tabular):
    """Related records, one a line."""

    extra = 0
    formset = PlacedFormSet

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Cells carry their column's name: Django's table has no label for them. Partial dates name their own parts."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and not isinstance(field, PartialDateFormField):
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        return field


def filled(title: Any) -> type[admin.EmptyFieldListFilter]:
    """A filter by whether a field is empty, under words of its own: the field's name alone often says too little."""

    class Filled(admin.EmptyFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Filled


class StaffList(DjangoList):
    def get_results(self, request: HttpRequest) -> None:
        """A filter typed into the address that no database can answer sends back to the whole list."""
        try:
            # within a transaction one of its own, for PostgreSQL answers nothing more in one that failed
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                super().get_results(request)
        except (ValueError, OverflowError, DatabaseError) as impossible:
            raise IncorrectLookupParameters from impossible


class StaffAdmin(WithHistory, LookingAgain, StaffFields, GuardedForms):
    """The base of every admin of this site."""

    list_per_page = 50
    paginator = FarPages
    show_facets = admin.ShowFacets.ALLOW
    empty_value_display = "–"

    def has_choice_permission(self, request: HttpRequest) -> bool:
        """Who may find these records by typing, in the forms of others."""
        return bool(self.has_view_permission(request))

    def choice_queryset(self, request: HttpRequest) -> Any:
        return self.get_queryset(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        return without(super().get_list_display(request), self.left_out(request))

    def get_list_filter(self, request: HttpRequest) -> Any:
        names = self.left_out(request)
        return [
            one for one in super().get_list_filter(request) if (one[0] if isinstance(one, tuple) else one) not in names
        ]

    def choice_words(self, record: Any) -> str:
        """How a record is named where it is chosen."""
        return str(record)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for look in after_saving:
            look(request, form.instance)

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Buttons above the record's form."""
        return []

    def lookup_allowed(self, lookup: str, value: Any, request: Any) -> bool:
        """No patterns: what one database reads as a pattern another refuses, and some never end."""
        if self.left_out(request) & set(lookup.split("__")):
            return False
        return not lookup.endswith(("__regex", "__iregex")) and super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DjangoList]:
        return StaffList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.replace("\x00", " ")[:LONGEST_SEARCH].split()[:MOST_SEARCH_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if "\x00" not in str(value)}

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if len(possible_keys(self.opts.pk, chosen)) != len(chosen):
            self.message_user(request, _("That is not a choice of this list. Nothing was changed."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = context.get("original")
        beside = [tool for offer in tools_beside for tool in offer(request, record)] if record else []
        context["staff_tools"] = [*self.get_tools(request, record), *beside] if record else []
        return super().render_change_form(request, context, *args, **kwargs)


class LookupAdmin(StaffAdmin):
    """Records that are chosen from other pages and have no list of their own on the front page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


class ReadOnly(StaffFields):
    """Nothing here is added, changed or deleted by hand."""

    keeps_history = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
