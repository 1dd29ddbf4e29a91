"""Above a record's form: what in it may identify somebody, and which words are better."""

from typing import Any

from django import template
from django.template import Context

from kpknow.content.models import Record, Status
from kpknow.curation.admin.passage_answers import address_of
from kpknow.curation.checking import advice_for, findings_for

register = template.Library()


@register.inclusion_tag("admin/findings.html", takes_context=True)
def findings_panel(context: Context, record: Any) -> dict[str, Any]:
    """Nothing for what is no saved record, or withdrawn: its readers see nothing of it.

    Who may not change the record reads what was found and is led to no page that would refuse them.
    """
    if not isinstance(record, Record) or record._state.adding or record.status == Status.WITHDRAWN:
        return {}
    found = findings_for(record)
    return {
        "open": [one for one in found if one.is_open],
        "agreed": len([one for one in found if not one.is_open]),
        "advice": advice_for(record),
        "address": address_of(record) if context.get("has_change_permission") else "",
    }
