"""What staff write into: partial dates, forms that put each error beside its field, rows that change places."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.utils.dates import MONTHS
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from kpknow.content import codebook
from kpknow.content.partial_dates import PartialDate

if TYPE_CHECKING:  # Django's own forms take no type parameters at run time
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm, InlineFormSet = forms.ModelForm, BaseInlineFormSet

HIGHEST_PLACE = 32_767
"""The highest number a PositiveSmallIntegerField holds on every database."""

MONTH_CHOICES = [
    ("", _("month not known")),
    *((str(number), name) for number, name in MONTHS.items()),
    ("21", _("spring")),
    ("22", _("summer")),
    ("23", _("autumn")),
    ("24", _("winter")),
]


class PartialDateWidget(forms.MultiWidget):
    """Four inputs in one row; an empty year means “year not recorded”."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        kind = {"class": "part-of-date"}
        year = forms.NumberInput(kind | {"placeholder": _("Year"), "aria-label": _("Year"), "min": 1, "max": 2999})
        day = forms.NumberInput(kind | {"placeholder": _("Day"), "aria-label": _("Day"), "min": 1, "max": 31})
        month = forms.Select(kind | {"aria-label": _("Month or season")}, MONTH_CHOICES)
        about = forms.Select(kind | {"aria-label": _("How exact")}, [("", _("as stated")), ("1", _("about"))])
        super().__init__({"year": year, "month": month, "day": day, "about": about}, attrs)

    def decompress(self, value: PartialDate | str | None) -> list[Any]:
        """The four parts; all empty for text that is no date, such as one typed into an address."""
        if isinstance(value, str) and value:
            try:
                value = PartialDate.parse(value)
            except ValidationError:
                value = None
        if not isinstance(value, PartialDate):
            return [None, "", None, ""]
        return [value.year, str(value.month or ""), value.day, "1" if value.about else ""]

    def name_parts(self, label: Any) -> None:
        """Say which date each input belongs to, for those who hear the page: “Until: month or season”."""
        for widget in self.widgets:
            widget.attrs["aria-label"] = format_lazy("{}: {}", label, widget.attrs["aria-label"])


class PartialDateFormField(forms.MultiValueField):
    """Gives a PartialDate or None; says which part is impossible."""

    widget = PartialDateWidget

    def __init__(self, **kwargs: Any) -> None:
        year, day = _("The year is a number from 1 to 2999."), _("The day is a number from 1 to 31.")
        fields = (
            forms.IntegerField(min_value=1, max_value=2999, required=False, error_messages=_always(year)),
            forms.ChoiceField(
                choices=MONTH_CHOICES,
                required=False,
                error_messages={"invalid_choice": _("Choose a month or a season from the list.")},
            ),
            forms.IntegerField(min_value=1, max_value=31, required=False, error_messages=_always(day)),
            forms.CharField(required=False),
        )
        kwargs["label"] = capfirst(kwargs.get("label"))
        super().__init__(fields=fields, require_all_fields=False, **kwargs)
        if self.label and isinstance(self.widget, PartialDateWidget):
            self.widget.name_parts(self.label)

    def compress(self, data_list: list[Any]) -> PartialDate | None:
        year, month, day, about = data_list or (None, "", None, "")
        if not year and not month and not day:
            if about:
                raise ValidationError(_("“About” needs a year."))
            return None
        if about and not year:
            raise ValidationError(_("“About” needs a year."))
        date = PartialDate(year, int(month) if month else None, day, bool(about))
        date.check()
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(cast(PartialDateWidget, self.widget).decompress(initial), data)


def _always(words: str | Promise) -> dict[str, Any]:
    return dict.fromkeys(("invalid", "min_value", "max_value"), words)


class StaffForm(ModelForm):
    """Shows what the database would refuse beside the field that is responsible.

    ``beside`` maps the end of a constraint's name to the fields its message may stand at; the first one on the form
    takes it. ``wording`` gives words to constraints that have none. Uniqueness over several fields stands at the
    last of them that is more than a choice of a few: at the organisation rather than its role.
    """

    beside: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    wording: ClassVar[Mapping[str, Any]] = {}
    placed_by = ""
    """A field whose uniqueness the formset looks after, see PlacedFormSet."""
    notes: Mapping[str | None, Any] = {}
    """Field → words said beside it whatever was typed, None for the whole form; with any, nothing is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix is None:  # a row of an inline has its record's form around it
            for name, field in self.fields.items():
                if entry := codebook.entries.get((self._meta.model._meta.label_lower, name)):
                    field.help_text = format_html("{} {}", field.help_text, entry.as_html())

    def full_clean(self) -> None:
        super().full_clean()
        for name, words in self.notes.items() if self.is_bound else ():
            self.add_error(name if name in self.fields else None, words)

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            error = self._beside_fields(error)
        if error is not None:
            super().add_error(field, error)

    def _post_clean(self) -> None:
        """Rows of an inline too are held against every constraint; Django leaves out those that name the parent."""
        super()._post_clean()  # type: ignore[misc] # Django's own hook, without a stub
        if any(isinstance(field, InlineForeignKeyField) for field in self.fields.values()):
            try:
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except ValidationError as refused:
                self.add_error(None, refused)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | ({self.placed_by} if self.placed_by else set())  # type: ignore[misc,no-any-return] # Django's own hook, without a stub

    def _beside_fields(self, error: ValidationError) -> ValidationError | None:
        moved: dict[str, list[ValidationError]] = {}
        for name, errors in error.error_dict.items():
            for one in errors:
                place, words = self._place(one) if name == NON_FIELD_ERRORS else (name, one)
                place = place if place in self.fields else NON_FIELD_ERRORS
                if words.messages[0] not in self.errors.get(place, ()):
                    moved.setdefault(place, []).append(words)
        return ValidationError(moved) if moved else None

    def _place(self, error: ValidationError) -> tuple[str, ValidationError]:
        if error.code == "unique_together" and error.params:
            shown = [name for name in error.params["unique_check"] if self._is_shown(name)]
            told = [name for name in shown if not isinstance(self.fields[name], forms.TypedChoiceField)]
            return ([NON_FIELD_ERRORS, *shown, *told][-1]), error
        for constraint in self.instance._meta.constraints:
            if constraint.get_violation_error_message() != str(error.message):
                continue
            for ending, words in self.wording.items():
                if constraint.name.endswith(ending):
                    error = ValidationError(words, code=error.code)
            for ending, places in self.beside.items():
                if constraint.name.endswith(ending):
                    return next((name for name in places if self._is_shown(name)), NON_FIELD_ERRORS), error
        return NON_FIELD_ERRORS, error

    def _is_shown(self, name: str) -> bool:
        field = self.fields.get(name)
        return field is not None and not isinstance(field, InlineForeignKeyField)


class RecordForm(StaffForm):
    """What every record's form knows."""

    beside = {"_next_check_after_check": ("next_check_on",)}


class PlacedFormSet(InlineFormSet):
    """Rows with a place in their parent: they may swap places in one save, and an empty place means “last”.

    Django's own formsets compare each row with what the others were before, so that no two can change places.
    """

    model: Any
    place = "order"

    @cached_property
    def rows_sent(self) -> int:
        row = re.compile(rf"{re.escape(str(self.prefix))}-(\d{{1,4}})-")
        return 1 + max((int(found[1]) for name in self.data if (found := row.match(name))), default=-1)

    def total_form_count(self) -> int:
        """Rows that were sent. A number alone makes none: two thousand empty rows take half a minute to refuse."""
        count = super().total_form_count()
        return min(count, self.rows_sent) if self.is_bound else count

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("Delete")
        if self.place in form.fields:
            form.placed_by = self.place
            form.fields[self.place].required = False
            form.fields[self.place].widget.attrs["placeholder"] = _("last")
            if form.instance._state.adding:
                form.initial.pop(self.place, None)
                form.fields[self.place].initial = None

    def clean(self) -> None:
        super().clean()
        taken = set(self._rows_elsewhere()) if self._once else set()
        rows = [form for form in self.forms if self._counts(form)]
        for form in rows:
            place = form.cleaned_data[self.place]
            if place is not None and place in taken and self._once:
                form.add_error(self.place, _("Another row has this number."))
            taken.add(place)
        highest = max((place for place in taken if place is not None), default=0)
        for form in rows:
            if form.cleaned_data.get(self.place, 0) is None:
                highest += 1
                if highest > HIGHEST_PLACE:
                    form.add_error(self.place, _("Give this row a lower number."))
                form.cleaned_data[self.place] = highest
                setattr(form.instance, self.place, highest)

    def save(self, commit: bool = True) -> Any:
        if commit and self._once and self.instance.pk:
            self._step_aside()
        return super().save(commit=commit)

    @property
    def _once(self) -> bool:
        """Whether the database lets each number stand once in a parent."""
        both = {self.fk.name, self.place}
        return any(set(getattr(constraint, "fields", ())) == both for constraint in self.model._meta.constraints)

    def _counts(self, form: Any) -> bool:
        """A row that will be there after saving and has a place that can be read."""
        if not form.is_valid() or self._should_delete_form(form) or self.place not in form.cleaned_data:  # type: ignore[attr-defined] # Django's own hook, without a stub
            return False
        return bool(form.has_changed() or not form.instance._state.adding)

    def _rows_elsewhere(self) -> list[int]:
        """Places of rows this submission does not hold: added by somebody else meanwhile."""
        if not self.instance.pk:
            return []
        here = [form.instance.pk for form in self.initial_forms]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance}).exclude(pk__in=here)
        return list(rows.values_list(self.place, flat=True))

    def _step_aside(self) -> None:
        """Park the rows that move or go on numbers nobody uses, so that no two ever hold the same one."""
        moving = [
            form.instance.pk
            for form in self.initial_forms
            if form in self.deleted_forms or self.place in form.changed_data
        ]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
        used = set(rows.values_list(self.place, flat=True)) if moving else set()
        free = (place for place in range(HIGHEST_PLACE, -1, -1) if place not in used)
        for key in moving:
            rows.filter(pk=key).update(**{self.place: next(free)})


class ReasonForm(forms.Form):
    """Why a record is withdrawn; the words stay with it and are never shown to readers."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}),
        help_text=_("It stays with the record, for staff only. Leave out names."),
    )


class ReturnForm(forms.Form):
    """What to do before a record is sent for review again."""

    words = forms.CharField(
        label=_("What should be done"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}),
        help_text=_("Whoever works on it reads this above the form."),
    )
