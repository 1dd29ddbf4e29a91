"""Which address of the site is which file of a copy. What a server has to answer anew each time is none."""

import re
from collections.abc import Mapping
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

INDEX = "index.html"
EVERYTHING = "everything/index.html"
"""All pages by name, in place of the search."""
OF_THE_COPY = "copy:"
"""Before the name of a file that only copies have, in a link of a template."""

PAGES = frozenset(
    [
        *("pages:home", "pages:places", "pages:place", "pages:people", "pages:population", "pages:learning"),
        *("pages:evidence", "pages:gaps", "pages:evidence_voices", "pages:evidence_records", "pages:tags", "pages:tag"),
        *("pages:sources", "pages:source", "pages:about", "pages:method", "pages:safety", "pages:consent"),
        *("pages:accessibility", "pages:licence"),
        *("events:events", "events:event", "events:organisations", "events:organisation", "events:programmes"),
        *("events:programme", "events:resources", "events:resource", "events:surveys", "events:survey"),
        "events:question_figures",
        *("stories:stories", "stories:story", "stories:themes", "stories:theme", "stories:theme_voices"),
        *("stories:theme_version", "stories:theme_versions", "stories:voices_among", "stories:finding_voices"),
        *("stories:question_voices", "stories:syntheses", "stories:synthesis", "stories:highlight"),
    ]
)
FILES = frozenset(
    [
        *("pages:evidence_csv", "pages:gaps_csv", "events:resource_file", "events:survey_csv", "events:question_csv"),
        *("events:question_svg", "events:question_png"),
        *("stories:picture", "stories:version_figures", "stories:theme_evidence", "stories:theme_figures"),
    ]
)
LEFT_OUT: Mapping[str, str] = {
    "search:search": "a server looks for words; all pages stand in one index instead",
    "packs:new": "made to order",
    "packs:pack": "made to order",
    "stories:compare": "any two groups, chosen by the reader",
    "stories:play": "loads a player of another site",
    "stories:comment": "a form",
    "pages:my_story": "a form",
    "pages:removal": "a form",
    "pages:gap_records": "any choice of filters",
    **dict.fromkeys(
        [f"{app}:{kind}_feed" for app, kind in (("events", "events"), ("events", "organisations"))]
        + ["events:resources_feed", "stories:stories_feed", "stories:themes_feed", "stories:syntheses_feed"],
        "whoever follows the site asks the site",
    ),
    **dict.fromkeys(
        [f"events:{kind}_{form}" for kind in ("events", "organisations", "resources") for form in ("csv", "ris")]
        + [f"stories:{kind}_{form}" for kind in ("stories", "themes", "syntheses") for form in ("csv", "ris")],
        "data/ holds the whole of it",
    ),
}
"""Readers' addresses that are in no copy, and why."""
SAFE = re.compile(r"[^/\x00-\x1f<>:\"\\|?*]+")
"""A part of a path every file system takes, those of memory cards too."""


def local(url: str, page: str) -> str | None:
    """Path and query of an address of this site that stands on ``page``; None for any other."""
    if url.startswith("#"):
        return None
    own = settings.SITE_ADDRESS
    url = url.removeprefix(own) if url == own or url.startswith(f"{own}/") else url
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return None
    path = parts.path or urlsplit(page).path
    return f"{path}?{parts.query}" if parts.query else path


def file_of(address: str) -> str | None:
    """The file for a path with its query; None for what is in no copy."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    steps = [step for step in path.split("/") if step]
    if not all(SAFE.fullmatch(step) and step.strip(". ") for step in steps):
        return None
    if name in FILES and not parts.query:
        return "/".join(steps)
    if name not in PAGES:
        return None
    asked = parse_qsl(parts.query)
    if not parts.query:
        return "/".join([*steps, INDEX])
    is_stretch = len(asked) == 1 and asked[0][0] == "page" and asked[0][1].isdecimal()
    return "/".join([*steps, f"page-{int(asked[0][1])}.html"]) if is_stretch else None


def is_page(file: str) -> bool:
    return file.endswith(".html")


def way(here: str, there: str, fragment: str = "") -> str:
    """From one file of the copy to another, as a link."""
    path = quote(relpath(there, dirname(here) or "."))
    return f"{path}#{fragment}" if fragment else path


def fragment_of(url: str) -> str:
    return urldefrag(url).fragment
