"""The way from a list of the admin to its table."""

from typing import Any

from django import template
from django.urls import reverse

from kpknow.curation.exporting import may_export

register = template.Library()


@register.simple_tag(takes_context=True)
def export_addresses(context: Any, changelist: Any) -> list[tuple[str, str]]:
    """(format, address) of this very list under its filter; none for those who may not have it."""
    request, options = context.get("request"), changelist.opts
    if request is None or changelist.is_popup or not may_export(request, changelist.model):
        return []
    query = changelist.get_query_string(remove=["p", "all", "o"])
    names = (options.app_label, options.model_name)
    return [
        (form.upper(), f"{reverse('admin:curation_import_export', args=(*names, form))}{query if query != '?' else ''}")
        for form in ("xlsx", "csv")
    ]
