"""Every address a search engine may know: lists, pages of words, and every record a stranger may see."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max
from django.urls import reverse

from events.models import Event, Organisation, Population, Programme, Resource, Survey
from events.reading.catalogues import EVENTS, ORGANISATIONS
from kpknow.content.facet import HIDDEN, NOT_RECORDED
from kpknow.content.models import Source
from kpknow.exports.sitemap import MOST
from kpknow.pages.tags import indexed_tags
from stories.models import Story, Synthesis, Theme
from stories.reading.story_facets import STORIES

NOBODY = AnonymousUser()
LARGEST_PAGE = 10**9
STANDING = (
    *("pages:home", "stories:stories", "events:events", "stories:themes", "stories:syntheses"),
    *("events:organisations", "events:programmes", "events:resources", "events:surveys"),
    *("pages:places", "pages:people", "pages:tags", "pages:sources", "pages:evidence"),
    *("pages:about", "pages:method", "pages:safety", "pages:consent", "pages:accessibility", "pages:licence"),
)
RECORDS: dict[str, tuple[Any, str]] = {
    "stories": (Story, "stories:story"),
    "events": (Event, "events:event"),
    "themes": (Theme, "stories:theme"),
    "syntheses": (Synthesis, "stories:synthesis"),
    "organisations": (Organisation, "events:organisation"),
    "programmes": (Programme, "events:programme"),
    "resources": (Resource, "events:resource"),
    "surveys": (Survey, "events:survey"),
}
"""Sections with a page of their own for each record."""

Listed = tuple[str, dt.date | None]
"""A path and the day it last changed, where that is told."""


def visible(kind: str) -> Any:
    """Records of a section. A site visit is a part of its event's page and has no address of its own."""
    model, _url_name = RECORDS[kind]
    shown = model.objects.visible_to(NOBODY).order_by()
    return shown.filter(parent__isnull=True) if model is Event else shown


def sections() -> Iterator[tuple[str, int, dt.date | None]]:
    """Name, page and last change of every section that holds something: one query a kind of record.

    A page is a stretch of ten thousand primary keys, so no page needs to know what stands on those before it, and an
    address stays on its page for good.
    """
    yield "pages", 1, None
    yield "concepts", 1, None
    for kind in RECORDS:
        pages = visible(kind).annotate(page=(F("pk") - 1) / MOST).values("page").annotate(changed=Max("changed_at"))
        for found in pages.order_by("page"):
            yield kind, found["page"] + 1, found["changed"].date()


def addresses(section: str, page: int) -> Iterator[Listed] | None:
    """Paths of one page of a section; None where there is no such page. Records are read as values, none is built."""
    if section in RECORDS and 1 <= page <= LARGEST_PAGE:
        shown = visible(section).filter(pk__gt=(page - 1) * MOST, pk__lte=page * MOST)
        return records(shown, RECORDS[section][1]) if shown.exists() else None
    words = {"pages": standing_pages, "concepts": concept_pages}
    return words[section]() if section in words and page == 1 else None


def records(shown: Any, url_name: str) -> Iterator[Listed]:
    for slug, changed in shown.order_by("pk").values_list("slug", "changed_at").iterator(chunk_size=1000):
        yield reverse(url_name, args=(slug,)), changed.date()


def standing_pages() -> Iterator[Listed]:
    return ((reverse(name), None) for name in STANDING)


def concept_pages() -> Iterator[Listed]:
    """Places, people and tags that lead to something, as the catalogues know; sources."""
    places = {code for catalogue in (STORIES, EVENTS, ORGANISATIONS) for code in catalogue.now().values["place"]}
    people = {slug for catalogue in (STORIES, EVENTS, ORGANISATIONS) for slug in catalogue.now().values["people"]}
    for code in sorted(places - {HIDDEN, NOT_RECORDED}):
        yield reverse("pages:place", args=(code,)), None
    for population in Population.objects.visible_to(NOBODY).filter(slug__in=people):
        yield population.get_absolute_url(), None
    for topic in indexed_tags():
        yield topic.get_absolute_url(), None
    for source in Source.objects.visible_to(NOBODY):
        yield source.get_absolute_url(), None
