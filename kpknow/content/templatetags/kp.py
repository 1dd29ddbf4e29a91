"""Pieces every page uses: icons, tally strokes, lists written one a line."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kpknow.content.listing import Choice, Listing
from kpknow.content.static_copy import is_copied

register = template.Library()

ICONS = {
    "audio": "M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3",
    "book": "M5 4.5h9a3 3 0 0 1 3 3V20H8a3 3 0 0 1-3-3zM17 8h2v12",
    "down": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "event": "M12 12a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM5 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z"
    "M19 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.5 19c0-2.6 2-4.5 4.5-4.5s4.5 1.9 4.5 4.5",
    "exit": "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
    "filter": "M4 7h16M7 12h10M10 17h4",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9S9 6 12 3Z",
    "org": "M4 20V9l8-5 8 5v11M9 20v-6h6v6",
    "pin": "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21",
    "share": "M12 15V4M8 7.5 12 3.5l4 4M5 12v8h14v-8",
    "text": "M5 5h14M5 9.5h14M5 14h14M5 18.5h8",
    "theme": "M3 6c7 0 8 6 18 6M3 12h18M3 18c7 0 8-6 18-6",
    "video": "M3.5 5.5h17v13h-17zM10 9.2v5.6l4.8-2.8z",
}
KIND_ICONS = {
    "audio": "audio",
    "event": "event",
    "film": "video",
    "finding": "theme",
    "organisation": "org",
    "podcast": "audio",
    "resource": "book",
    "session": "event",
    "synthesis": "book",
    "theme": "theme",
    "video": "video",
}
MOST_STROKES = 50
MOST_HELD = 256
"""Fragments of one kind of list a worker holds, of some 10 KB each."""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A line icon that says nothing by itself: words stand beside it. KeyError for a name we do not draw."""
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.simple_tag
@cache
def kind_icon(kind: str) -> SafeString:
    """The icon of a kind of story or of record: text unless it has one of its own."""
    return icon(KIND_ICONS.get(kind, "text"))


@register.simple_tag
def tally(number: int) -> SafeString:
    """One stroke for each voice, in fives, fifty at most; always followed by the number in words."""
    if number < 1:
        return mark_safe("")
    x, path = 2, []
    for stroke in range(min(number, MOST_STROKES)):
        path.append(f"M{x} 1v14")
        x += 9 if stroke % 5 == 4 else 5
    width = x - (9 if min(number, MOST_STROKES) % 5 == 0 else 5) + 2
    return format_html(
        '<svg viewBox="0 0 {0} 16" width="{0}" height="16" aria-hidden="true">'
        '<path d="{1}" stroke-linecap="round"/></svg>',
        width,
        "".join(path),
    )


@register.simple_tag
def choices(name: str, shown: Sequence[Choice]) -> SafeString:
    """The values of a facet as checkboxes, each with how many results it leads to. Hundreds on some pages, so not a
    template: this is thirty times faster.
    """
    rows = [
        f'<label><input type="checkbox" name="{name}" value="{escape(one.value)}"{" checked" if one.is_chosen else ""}>'
        f"{escape(one.label)}<output>{one.count}</output></label>"
        for one in shown
    ]
    return mark_safe("\n".join(rows))  # noqa: S308  values and words are escaped above, names are ours


class Standing(template.Node):
    """Renders its block once for each language and each set of values it names; only for words that never change."""

    def __init__(self, nodelist: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self._rendered: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (is_copied(), get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values))
        if key not in self._rendered:
            self._rendered[key] = self.nodelist.render(context)
        return self._rendered[key]


@register.tag
def standing(parser: Parser, token: Token) -> Standing:
    """``{% standing section exit_url %}…{% endstanding %}``: name every value the block depends on, of few kinds."""
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endstanding",))
    parser.delete_first_token()
    return Standing(nodelist, values)


class Served(template.Node):
    """Renders its block only where somebody serves the page, never in a copy that opens from a disk."""

    def __init__(self, nodelist: template.NodeList, otherwise: template.NodeList) -> None:
        self.nodelist, self.otherwise = nodelist, otherwise

    def render(self, context: Context) -> SafeString:
        return (self.otherwise if is_copied() else self.nodelist).render(context)


@register.tag
def served(parser: Parser, token: Token) -> Served:
    """``{% served %}…{% copied %}…{% endserved %}``: what needs a server, and what stands for it in a copy."""
    nodelist = parser.parse(("copied", "endserved"))
    otherwise = template.NodeList()
    if parser.next_token().contents == "copied":
        otherwise = parser.parse(("endserved",))
        parser.delete_first_token()
    return Served(nodelist, otherwise)


class Held(template.Node):
    """Renders its block once for each choice of a list, as long as what the list is made from stays what it is."""

    def __init__(self, nodelist: template.NodeList, listing: FilterExpression) -> None:
        self.nodelist, self.listing = nodelist, listing

    def render(self, context: Context) -> SafeString:
        listing: Listing[Any] = self.listing.resolve(context)
        held = listing.fragments
        if held is None:
            return self.nodelist.render(context)
        key = (id(self), get_language(), listing.url(page=1))
        if key not in held:
            held[key] = self.nodelist.render(context)
            while len(held) > MOST_HELD:
                held.pop(next(iter(held)), None)
        return SafeString(held[key])


@register.tag
def held(parser: Parser, token: Token) -> Held:
    """``{% held listing %}…{% endheld %}``: for what depends on the choice and not on the page of the list."""
    _name, listing = token.split_contents()
    nodelist = parser.parse(("endheld",))
    parser.delete_first_token()
    return Held(nodelist, parser.compile_filter(listing))


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text written one point a line, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, parted by empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def sentence(words: str) -> str:
    """With a capital first letter, except where a statistic opens it: “n = 32” stays as it is written everywhere."""
    return words if words.startswith("n = ") else words[:1].upper() + words[1:]


@register.filter
def full_stop(title: object) -> str:
    """What ends a title in a citation: nothing where it brings a mark of its own."""
    return "" if str(title).endswith(("?", "!", ".", "…", "؟", "。", "？", "！")) else "."


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The mapping's entry for a key a template holds; None where there is none."""
    return mapping.get(key)
