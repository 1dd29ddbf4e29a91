"""Pages of a copy: they open from a disk, lead to one another alone, and say no more than may leave."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from kpknow.content.static_copy import copied_for_good
from kpknow.upkeep.copies.addresses import FILES, LEFT_OUT, PAGES, file_of, way
from kpknow.upkeep.copies.everything import A_PAGE, Listed, everything_pages
from kpknow.upkeep.copies.folder import MANIFEST
from kpknow.upkeep.copies.pages import answer, asked_by_nobody
from kpknow.upkeep.copies.rewriting import rewritten
from kpknow.upkeep.copies.writing import export_site
from tests import builders as make
from tests.upkeep.copies.sites import full_site
from tests.upkeep.copies.test_data import everything, web_only

pytestmark = pytest.mark.django_db


class Named(HTMLParser):
    """Links of a page, and the places in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        self.places |= {values.get("id", "")}
        self.links += [values[name] for name in ("href", "src", "action") if values.get(name)]
        self.links += [one.split()[0] for one in (values.get("srcset") or "").split(",") if one.strip()]


def test_every_link_leads_to_a_file_of_the_copy(copy: Path) -> None:
    full_site()
    for number in range(21):
        make.make_story(f"Story {number}")

    export_site(copy)

    pages = {path: Named(path.read_text()) for path in copy.rglob("*.html")}
    dead, elsewhere = [], set()
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                elsewhere.add(f"{parts.scheme}://{parts.netloc}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (parts.fragment and parts.fragment not in pages[target].places):
                dead.append((path, link))
    assert dead == []
    assert elsewhere == {"data://", f"https://{urlsplit(site_settings.EXIT_URL).netloc}"}
    written = "".join(path.read_text() for path in pages)
    assert [word for word in ("<form", "copy:", "ld+json", site_settings.SITE_ADDRESS) if word in written] == []
    files = set(json.loads((copy / MANIFEST).read_text())["files"])
    assert {"index.html", "stories/page-2.html", "stories/the-yard/index.html", "everything/index.html"} <= files
    assert {"themes/yards-keep/v1/index.html", "surveys/counted/1/figures/index.html", "static/exit.js"} <= files
    assert files == {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()} - {MANIFEST}
    assert [path for path in files if path.startswith("pictures/")]


def test_pages_say_no_more_than_may_leave_though_they_were_read_before(copy: Path, client: Client) -> None:
    story = make.make_story("Half", body="[Kioko] MarkOfTheTurn.\n\nOpen.", speakers={"Kioko": web_only()})
    make.make_story("MarkOfTheStory", consent=web_only())
    make.make_comment(story, "MarkOfTheComment")
    theme = make.make_theme()
    heard = make.make_highlight(make.make_session(), theme, text="MarkOfThePassage", consent=web_only())
    make.make_finding(theme, heard, claim="MarkOfTheClaim")
    hidden = make.make_story("MarkOfTheDraft", status="draft")
    shielded = make.make_organisation("MarkOfTheHouse", shield="hidden", shield_reason="MarkOfTheReason")
    make.make_participation(make.make_event(), shielded)
    for address in ("/", "/stories/", "/themes/", "/evidence/", story.get_absolute_url(), theme.get_absolute_url()):
        client.get(address)

    export_site(copy)

    written = everything(copy)
    assert "Open." in written
    assert [mark for mark in ("MarkOf", "Kioko", hidden.slug) if mark in written] == []
    assert "MarkOfTheTurn" in client.get(story.get_absolute_url()).content.decode()


def test_every_page_says_what_it_is_and_until_when(copy: Path) -> None:
    make.make_story(consent=make.make_consent(expires_on=make.day("2031-05-01")))

    call_command("export_site", copy)

    page = (copy / "index.html").read_text()
    assert "allowed their words until 1 May 2031" in page
    assert "This is a copy, made on" in page
    assert 'class="exit" href="https://' in page


def test_every_address_of_readers_is_in_a_copy_or_left_out_for_a_reason() -> None:
    def names(resolver: Any, space: str = "") -> Any:
        for pattern in resolver.url_patterns:
            inside = getattr(pattern, "namespace", None)
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern, inside or space)
            elif pattern.name and space in ("pages", "events", "stories", "search", "packs"):
                yield f"{space}:{pattern.name}"

    known = [*PAGES, *FILES, *LEFT_OUT]
    assert sorted(known) == sorted(set(names(get_resolver())))


def test_a_page_of_a_copy_takes_the_same_queries_for_one_row_and_for_three() -> None:
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make.make_story(people=("msm",))
        with copied_for_good():
            answer("/stories/")
            with CaptureQueriesContext(connection) as queries:
                answer("/stories/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/stories/", "stories/index.html"),
        ("/stories/?page=2", "stories/page-2.html"),
        ("/stories/?people=msm", None),
        ("/stories/?page=2&people=msm", None),
        ("/stories/?page=x", None),
        ("/search/?q=a", None),
        ("/surveys/x/figures.csv", "surveys/x/figures.csv"),
        ("/tags/%D0%B4%D0%BE%D0%BC/", "tags/дом/index.html"),
        ("/tags/a:b/", None),
        ("/tags/../", None),
        ("/tags/%00/", None),
        ("/nowhere/", None),
    ],
)
def test_the_file_of_an_address(address: str, file: str | None) -> None:
    assert file_of(address) == file


def test_ways_from_file_to_file_are_relative_and_quoted() -> None:
    assert way("index.html", "stories/x/index.html", "t1") == "stories/x/index.html#t1"
    assert way("stories/x/index.html", "static/kp.css") == "../../static/kp.css"
    assert way("tags/a/index.html", "tags/дом/index.html") == "../%D0%B4%D0%BE%D0%BC/index.html"


def test_what_leads_nowhere_keeps_its_words_and_buttons_go() -> None:
    def lead(url: str) -> str | None:
        return {"/there/": "there.html", "/p.webp": "p.webp", "https://x.org": "https://x.org"}.get(url)

    page = (
        '<!doctype html><p>A &amp; B <a href="/gone/">gone</a> <a class="btn" href="/gone/"><b>Do</b></a>'
        '<a id="x" href="/there/">there</a> <a href="https://x.org">x</a></p><form><form></form><p>in</p></form>'
        '<picture><source srcset="/gone.webp 1w"><img src="/p.webp" alt=""></picture>'
        '<script type="application/ld+json">{"a": "</b>"}</script><svg viewBox="0 0 1 1"><path d="M0"/></svg></footer>'
    )

    assert rewritten(page, lead, "<i>foot</i>") == (
        '<!doctype html><p>A &amp; B gone <a id="x" href="there.html">there</a> <a href="https://x.org">x</a></p>'
        '<picture><img src="p.webp" alt></picture><svg viewBox="0 0 1 1"><path d="M0"/></svg><i>foot</i></footer>'
    )


def test_a_long_index_comes_in_stretches() -> None:
    listed = [Listed(f"{chr(97 + number % 26)} {number}", f"/stories/s{number}/") for number in range(A_PAGE + 1)]

    pages = dict(everything_pages([*listed, Listed("About", "/about/")], asked_by_nobody("/"), "everything/index.html"))

    assert list(pages) == ["everything/index.html", "everything/page-2.html"]
    assert sum(page.count('href="/stories/s') for page in pages.values()) == A_PAGE + 1
    assert "A – Z" in pages["everything/index.html"]
