"""Results as they stand on a page: their kind, title, the passage with the words, when it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kpknow.content.languages import direction
from kpknow.content.templatetags.kp import kind_icon


@dataclass(frozen=True)
class Found:
    """One result. ``url`` leads straight to the passage ``snippet`` comes from."""

    kind: str
    kind_label: str
    title: str
    url: str
    snippet: SafeString
    language: str
    when: str


def listed(shown: Sequence[Found]) -> SafeString:
    """The list as HTML. Twenty a page of every search, so not a template: this is twenty times faster."""
    lines = "".join(line(found) for found in shown)
    return mark_safe(f'<ol class="list plainlist">{lines}</ol>')  # noqa: S308  every value is escaped below


def line(found: Found) -> str:
    tongue = f'lang="{escape(found.language)}" dir="{direction(found.language)}"'
    passage = f"<p {tongue}>{found.snippet}</p>" if found.snippet else ""
    when = f'<p class="meta"><span>{escape(found.when)}</span></p>' if found.when else ""
    return (
        f'<li><p class="kick">{kind_icon(found.kind)} {escape(found.kind_label)}</p>'
        f'<h3 {tongue}><a href="{escape(found.url)}">{escape(found.title)}</a></h3>{passage}{when}</li>\n'
    )
