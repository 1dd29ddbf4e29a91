"""schema.org data for machines that read a page, as JSON-LD 1.1. Callers never pass a person."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Thing = Mapping[str, Any]
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def thing(kind: str, **properties: Any) -> Thing:
    """One schema.org thing; properties without a value are left out, since unknown is not empty."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in (None, "", [], {})}}


def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Thing:
    """BreadcrumbList of (label, absolute address) from the home page down."""
    entries = [
        {"@type": "ListItem", "position": position, "name": label, "item": address}
        for position, (label, address) in enumerate(crumbs, start=1)
    ]
    return thing("BreadcrumbList", itemListElement=entries)


def render(things: Sequence[Thing]) -> SafeString:
    """A data block for the page's head; nothing in it can end the block or run."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False, default=str)
    return mark_safe(  # noqa: S308  every sign that could end the element is escaped on this line
        f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>'
    )
