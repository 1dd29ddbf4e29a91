"""What a form shows of words that were typed and not saved."""

from typing import Any

from django import template
from django.urls import reverse

from kpknow.curation.forms_kept import is_long
from kpknow.curation.models import UnsavedWords
from kpknow.curation.models.unsaved_words import NEW
from kpknow.curation.views.unsaved import time_words

register = template.Library()


def form_named(context: Any) -> tuple[str, str] | None:
    """Kind and key of a form whose words are kept for this person; None for all others."""
    original, opts = context.get("original"), context["opts"]
    may_write = context.get("has_change_permission") if original else context.get("has_add_permission")
    if not may_write or context.get("is_popup") or not is_long(opts.model):
        return None
    return opts.label_lower, str(original.pk) if original else NEW


@register.inclusion_tag("admin/editing/offer.html", takes_context=True)
def unsaved_offer(context: Any) -> dict[str, Any]:
    """Above a form just opened: bring back, or throw away. One query."""
    request, named = context["request"], form_named(context)
    kept = UnsavedWords.objects.of(request.user, *named).first() if named and request.method == "GET" else None
    if kept is None:
        return {}
    addresses = {name: reverse(f"curation:{name}", args=named) for name in ("bring_back", "throw_away")}
    return addresses | {"time": time_words(kept), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("admin/editing/keeping.html", takes_context=True)
def unsaved_status(context: Any) -> dict[str, Any]:
    """Inside the form: where its words go, and a line that says when they last went."""
    named = form_named(context)
    return {"address": reverse("curation:keep_words", args=named)} if named else {}
