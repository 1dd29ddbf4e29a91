"""What a browser would send back from an admin page, so that tests change only what they are about."""

import re
from typing import Any

from django.forms import BooleanField
from django.test import Client


def filled_form(staff: Client, page: str, /, **changes: Any) -> dict[str, Any]:
    """Every field of the page as it stands, with ``changes``; a None takes a field out."""
    return shown_form(staff.get(page), **changes)


def shown_form(response: Any, /, **changes: Any) -> dict[str, Any]:
    """The same of a page that is there already, what was typed into it included."""
    context = response.context
    sent: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            sent |= parts(field)
    if "version_token" in context:
        sent["_version"] = context["version_token"]
    return {name: value for name, value in (sent | changes).items() if value is not None}


def asked(response: Any) -> dict[str, str]:
    """What a page of two versions asks: the name of each field or row → what is chosen already."""
    page = response.content.decode()
    names = re.findall(r'name="_asked" value="([^"]+)"', page)
    chosen = dict(re.findall(r'name="_choice\.([^"]+)" value="(\w+)" checked', page))
    return {name: chosen.get(name, "") for name in names}


def answered(response: Any, /, **choices: str) -> dict[str, Any]:
    """Its form again with those choices; what was chosen already stays so."""
    chosen = {name: choice for name, choice in (asked(response) | choices).items() if choice}
    return shown_form(response, _asked=list(asked(response))) | {
        f"_choice.{name}": choice for name, choice in chosen.items()
    }


def parts(field: Any) -> dict[str, Any]:
    """One field as a browser sends it: a partial date is four inputs, an unticked box nothing."""
    value, widget = field.value(), getattr(field.field.widget, "widget", field.field.widget)
    if hasattr(widget, "widgets_names"):
        values = value if isinstance(value, list) else widget.decompress(value)
        return {
            f"{field.html_name}{ending}": "" if one is None else one
            for ending, one in zip(widget.widgets_names, values, strict=True)
        }
    if isinstance(field.field, BooleanField):
        return {field.html_name: "on"} if value else {}
    if isinstance(value, list | tuple):
        return {field.html_name: [getattr(one, "pk", one) for one in value]}
    if value is None and getattr(widget, "allow_multiple_selected", False):
        return {}
    if value is None or hasattr(value, "chunks"):
        return {field.html_name: ""} if value is None else {}
    return {field.html_name: getattr(value, "pk", value)}


def new_row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """The fields of one more row of an inline that has ``number`` rows so far."""
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": value for name, value in fields.items()
    }


def errors(response: Any, field: str) -> list[str]:
    """What the page says beside a field of the form; of an inline by “prefix-number-field”. Fails if it was saved."""
    assert response.status_code == 200, "the page was saved"
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    names = {form.add_prefix(name): form for form in forms for name in form.fields}
    return list(names[field].errors.get(field.removeprefix(f"{names[field].prefix}-"), []))
