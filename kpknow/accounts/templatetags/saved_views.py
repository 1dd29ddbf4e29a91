"""Links above a list to the views somebody kept of it."""

from typing import Any

from django import template
from django.template import Context

from kpknow.accounts.actions.saved_views import view_query
from kpknow.accounts.models import SavedView

register = template.Library()


@register.inclusion_tag("admin/saved_views.html", takes_context=True)
def saved_views(context: Context) -> dict[str, Any]:
    """One query, whatever was kept. ``context["cl"]`` is the list."""
    request, records = context["request"], context["cl"].opts.label_lower
    views = list(SavedView.objects.filter(account=request.user.pk, records=records))
    query = view_query(request.GET)
    return {
        "views": views,
        "query": query,
        "records": records,
        "is_kept": any(view.query == query for view in views),
        "csrf_token": context.get("csrf_token"),
    }
