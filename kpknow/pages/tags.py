"""What tags lead to, over all kinds of records, asked of the catalogues: no scan, whatever there is."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy

from events.models import Topic
from events.reading.catalogues import EVENTS, RESOURCES
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import NOT_RECORDED
from kpknow.pages.concepts import Shelf, counted, having, shelf, theme_shelf, totals
from stories.reading.story_facets import STORIES

FACET = "tag"
MOST_RELATED = 12
KINDS: tuple[tuple[Any, Catalogue[Any], str], ...] = (
    (gettext_lazy("Stories"), STORIES, "stories:stories"),
    (gettext_lazy("Events"), EVENTS, "events:events"),
    (gettext_lazy("Resources"), RESOURCES, "events:resources"),
)
"""Everything that carries topics, with the list it can be narrowed in."""
NOBODY = AnonymousUser()


@dataclass(frozen=True)
class RelatedTag:
    """Another tag, and how many visible records carry both."""

    topic: Topic
    shared: int


def snapshots() -> list[Snapshot]:
    """Of each kind, what is true now: one read of the content version each. Taken once a page."""
    return [catalogue.now() for _title, catalogue, _list in KINDS]


def tag_counts() -> Counter[str]:
    """Slug → visible records of all kinds; a tag of nothing visible is not in it."""
    return totals((snapshot, FACET) for snapshot in snapshots())


def indexed_tags() -> list[Any]:
    """Topics that lead to something, by name, each with ``records``: one query."""
    shown = counted(Topic.objects.visible_to(NOBODY), tag_counts())
    return sorted(shown, key=lambda topic: str(topic).casefold())


def tag_shelves(slug: str, held: list[Snapshot]) -> list[Shelf]:
    """The newest five of each kind: one query a kind and its prefetches, one for themes; what is empty is left out."""
    shelves = [
        shelf(str(title), catalogue, snapshot, facet=FACET, value=slug, url_name=url_name)
        for (title, catalogue, url_name), snapshot in zip(KINDS, held, strict=True)
    ]
    shelves.append(theme_shelf(held[0], having(held[0], FACET, slug)))
    return [found for found in shelves if found.count]


def related_tags(slug: str, held: list[Snapshot]) -> list[RelatedTag]:
    """Tags that visible records carry together with this one, most shared first: one query."""
    shared: Counter[str] = Counter()
    for snapshot in held:
        bits = having(snapshot, FACET, slug)
        shared.update({other: bits.intersection_cardinality(its) for other, its in snapshot.values[FACET].items()})
    del shared[slug], shared[NOT_RECORDED]
    most = sorted(((-count, other) for other, count in shared.items() if count))[:MOST_RELATED]
    topics = Topic.objects.visible_to(NOBODY).filter(slug__in=[other for _count, other in most]) if most else ()
    named = {topic.slug: topic for topic in topics}
    return [RelatedTag(named[other], -count) for count, other in most if other in named]
