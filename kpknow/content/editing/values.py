"""A field's value as a browser sends it, so that what is stored and what was sent can be compared and exchanged."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.forms.models import InlineForeignKeyField, ModelChoiceField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kpknow.content.partial_dates import PartialDate

Sent = tuple[str, ...]
"""One string an input; nothing for an unticked box. Line ends and outer spaces do not count."""

VERSION = "_version"


def widget_of(field: Any) -> Any:
    """The widget itself, without what the admin wraps it in for its “add” button."""
    return getattr(field.widget, "widget", field.widget)


def written_in(form: Any) -> list[str]:
    """Fields a person can write in."""
    keys = {VERSION, forms.formsets.DELETION_FIELD_NAME, form._meta.model._meta.pk.name}
    return [
        name
        for name, field in form.fields.items()
        if name not in keys and not field.disabled and not isinstance(field, InlineForeignKeyField)
    ]


def stored(form: Any, name: str) -> Sent:
    """What a browser would send back untouched. Needs an unbound form, or one bound to what is stored now."""
    field = form.fields[name]
    widget, value = widget_of(field), field.prepare_value(form[name].initial)
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.check_test(value) else ()
    if isinstance(widget, forms.FileInput):
        return _flat([str(value or "")])
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list | tuple) else widget.decompress(value) or ()
        return _flat(
            one
            for part, given in zip(widget.widgets, values, strict=True)
            for one in _several(part.format_value(given))
        )
    return _flat(_several(widget.format_value(value)), is_set=_is_set(widget))


def sent(field: Any, data: QueryDict, files: MultiValueDict[str, Any], html_name: str) -> Sent | None:
    """What the browser sent; None where no file was chosen, which leaves the stored one."""
    widget = widget_of(field)
    value = widget.value_from_datadict(data, files, html_name)
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if value else ()
    if isinstance(widget, forms.FileInput):
        return None if value is None else (f"upload {value}",)
    return _flat(_several(value), is_set=_is_set(widget))


def put(form: Any, name: str, data: QueryDict, files: MultiValueDict[str, Any], html_name: str) -> None:
    """Write what is stored over what was sent. ``form`` is unbound."""
    widget, values = widget_of(form.fields[name]), stored(form, name)
    if isinstance(widget, forms.FileInput):
        files.pop(html_name, None)
        data.pop(f"{html_name}-clear", None)
    elif isinstance(widget, forms.MultiWidget):
        for ending, value in zip(_endings(widget), values, strict=True):
            data[f"{html_name}{ending}"] = value
    elif isinstance(widget, forms.CheckboxInput) and not values:
        data.pop(html_name, None)
    else:
        data.setlist(html_name, list(values))


def in_words(form: Any, name: str) -> str:
    """The stored value as a person reads it."""
    field, value = form.fields[name], form[name].initial
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, ModelChoiceField):
        keys = [one for one in stored(form, name) if one]
        found = field.queryset.filter(pk__in=keys) if field.queryset is not None else ()
        return ", ".join(field.label_from_instance(record) for record in found)
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type] # pairs
    return "\n".join(one for one in stored(form, name) if one)


def _endings(widget: Any) -> list[str]:
    """What the names of a widget's several inputs end in."""
    return list(widget.widgets_names)


def _is_set(widget: Any) -> bool:
    return bool(getattr(widget, "allow_multiple_selected", False))


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | models.QuerySet) else [value]


def _flat(values: Iterable[Any], *, is_set: bool = False) -> Sent:
    words = ("" if one is None else "\n".join(str(one).splitlines()).strip() for one in values)
    return tuple(sorted(word for word in words if word)) if is_set else tuple(words)
