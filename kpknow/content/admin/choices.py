"""Choosing a record by typing, so that wrong input is an answer and never a broken page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelMultipleChoiceField

if TYPE_CHECKING:  # Django's fields and widgets take no type parameters at run time
    MultipleChoiceField = ModelMultipleChoiceField[Any]
    Widget = AutocompleteSelect
else:
    MultipleChoiceField, Widget = ModelMultipleChoiceField, object

LARGEST_KEY = 2**63 - 1
"""What a key column holds on both databases; SQLite's driver raises OverflowError beyond it."""


def possible_keys(field: "models.Field[Any, Any]", values: Iterable[Any]) -> list[Any]:
    """Those values that could be keys in this column: right type, within its range, without NUL."""
    keys = []
    for value in values:
        try:
            key = field.to_python(value)
        except ValidationError:
            continue
        if isinstance(key, int) and not -LARGEST_KEY <= key <= LARGEST_KEY:
            continue
        if "\x00" not in str(key):
            keys.append(key)
    return keys


class SoundMultipleChoiceField(MultipleChoiceField):
    """Refuses keys no column can hold; Django would ask the database for them and break."""

    def clean(self, value: Any) -> Any:
        if self.queryset is not None and isinstance(value, list | tuple):
            pk = self.queryset.model._meta.pk
            if len(possible_keys(pk, value)) != len(value):
                wrong = next((one for one in value if not possible_keys(pk, [one])), "")
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": wrong}
                )
        return super().clean(value)


class _Choices(Widget):
    """Options of Django's own widget, loaded from our view and shown in our words."""

    url_name = "%s:choices"
    choices: Any
    field: Any
    admin_site: Any

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The selected options; one query. What is no key is left out: its error stands beside the field."""
        model = self.field.remote_field.model
        key = model._meta.get_field(getattr(self.field.remote_field, "field_name", None) or model._meta.pk.name)
        wanted = possible_keys(key, [one for one in value if one not in self.choices.field.empty_values])
        options = []
        if not self.allow_multiple_selected and not self.is_required:
            options.append(self.create_option(name, "", "", False, 0))
        if wanted:
            related = self.admin_site.get_model_admin(model)
            for record in self.choices.queryset.filter(**{f"{key.attname}__in": wanted}):
                words = related.choice_words(record)
                options.append(self.create_option(name, getattr(record, key.attname), words, True, len(options)))
        return [(None, options, 0)]


class RecordChoice(_Choices, AutocompleteSelect):
    """One record, found by typing."""


class RecordChoices(_Choices, AutocompleteSelectMultiple):
    """Several records, found by typing. Each has its own ×; one for all of them would break the list's markup."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class ChoicesView(AutocompleteJsonView):
    """What the two widgets ask; each record in the words its admin gives it."""

    def get_queryset(self) -> Any:
        """As Django's, from what this person may choose rather than from what they may open."""
        admin: Any = self.model_admin
        found = admin.choice_queryset(self.request).complex_filter(self.source_field.get_limit_choices_to())
        found, has_doubles = admin.get_search_results(self.request, found, self.term)
        return found.distinct() if has_doubles else found

    def has_perm(self, request: Any, obj: Any = None) -> bool:
        admin: Any = self.model_admin
        return bool(admin.has_choice_permission(request))

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        words = self.model_admin.choice_words(obj)  # type: ignore[attr-defined] # every admin here is a StaffAdmin
        return {"id": str(getattr(obj, to_field_name)), "text": words}
