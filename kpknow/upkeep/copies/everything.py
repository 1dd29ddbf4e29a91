"""An index of all there is, in place of the search: it works without a script and without a server."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import gettext_lazy

HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
KINDS = {
    "stories:story": gettext_lazy("Story"),
    "stories:theme": gettext_lazy("Theme"),
    "stories:synthesis": gettext_lazy("Synthesis"),
    "events:event": gettext_lazy("Event"),
    "events:organisation": gettext_lazy("Organisation"),
    "events:programme": gettext_lazy("Programme"),
    "events:resource": gettext_lazy("Resource"),
    "events:survey": gettext_lazy("Survey"),
    "pages:place": gettext_lazy("Place"),
    "pages:population": gettext_lazy("People"),
    "pages:tag": gettext_lazy("Tag"),
    "pages:source": gettext_lazy("Source"),
}
"""What the index lists."""
A_PAGE = 400
"""Entries: some 40 kB."""


@dataclass(frozen=True)
class Listed:
    title: str
    address: str

    @property
    def kind(self) -> str:
        return str(KINDS.get(resolve(self.address).view_name, ""))


@dataclass(frozen=True)
class Stretch:
    """One page of the index: from which letters to which, and the file it is in."""

    label: str
    file: str
    entries: Sequence[Listed]


def title_of(page: str) -> str:
    """The words of its main heading; empty where it has none."""
    found = HEADING.search(page)
    return " ".join(unescape(TAG.sub(" ", found[1])).split()) if found else ""


def everything_pages(listed: Sequence[Listed], request: HttpRequest, first: str) -> Iterator[tuple[str, str]]:
    """File and text of each page of the index; ``first`` is the file of the first."""
    entries = sorted((one for one in listed if one.kind), key=lambda one: (one.title.casefold(), one.address))
    stretches = []
    for number, start in enumerate(range(0, max(len(entries), 1), A_PAGE), start=1):
        some = entries[start : start + A_PAGE]
        letters = dict.fromkeys(one.title[:1].upper() for one in (some[:1] + some[-1:]))
        file = first if number == 1 else first.replace("index", f"page-{number}")
        stretches.append(Stretch(" – ".join(letters), file, some))
    for stretch in stretches:
        context = {"stretch": stretch, "stretches": stretches, "section": ""}
        yield stretch.file, render_to_string("copies/everything.html", context, request)
