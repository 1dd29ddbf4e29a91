"""What tags lead to, over all kinds of records, asked of the catalogues: no scan, whatever there is."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from events.models import Topic
from events.reading.catalogues import EVENTS, RESOURCES
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import NOT_RECORDED
from kpknow.pages.concepts import NEWEST, Shelf
from stories.models import Theme
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


def tagged(snapshot: Snapshot, slug: str) -> BitMap:
    return snapshot.values[FACET].get(slug) or BitMap()


def tag_counts() -> Counter[str]:
    """Slug → visible records of all kinds; a tag of nothing visible is not in it."""
    counts: Counter[str] = Counter()
    for snapshot in snapshots():
        counts.update({slug: len(bits) for slug, bits in snapshot.values[FACET].items() if slug != NOT_RECORDED})
    return counts


def indexed_tags() -> list[Any]:
    """Topics that lead to something, by name, each with ``records``: one query."""
    counts = tag_counts()
    shown = [topic for topic in Topic.objects.visible_to(NOBODY) if counts[topic.slug]]
    for topic in shown:
        topic.records = counts[topic.slug]
    return sorted(shown, key=lambda topic: str(topic).casefold())


def tag_shelves(slug: str, held: list[Snapshot]) -> list[Shelf]:
    """The newest five of each kind: one query a kind and its prefetches, one for themes; what is empty is left out."""
    shelves = []
    for (title, catalogue, url_name), snapshot in zip(KINDS, held, strict=True):
        bits = tagged(snapshot, slug)
        ordered = catalogue.newest if catalogue.date else catalogue.by_name
        pks = ordered(snapshot, bits, 0, NEWEST)
        found = {record.pk: record for record in catalogue.with_list_facts().filter(pk__in=pks)} if pks else {}
        all_url = f"{reverse(url_name)}?{urlencode({FACET: slug})}" if len(bits) > NEWEST else ""
        shelves.append(Shelf(str(title), len(bits), [found[pk] for pk in pks if pk in found], all_url))
    shelves.append(theme_shelf(slug, held[0]))
    return [shelf for shelf in shelves if shelf.count]


def theme_shelf(slug: str, stories: Snapshot) -> Shelf:
    """Themes voiced in stories with this tag, those with most of them first."""
    bits = tagged(stories, slug)
    voiced = {name: bits.intersection_cardinality(other) for name, other in stories.values["theme"].items()}
    slugs = [name for name, count in sorted(voiced.items(), key=lambda one: (-one[1], one[0])) if count]
    found = {theme.slug: theme for theme in Theme.objects.visible_to(NOBODY).filter(slug__in=slugs)} if slugs else {}
    themes = [found[name] for name in slugs if name in found]
    return Shelf(_("Themes"), len(themes), themes[:NEWEST], "")


def related_tags(slug: str, held: list[Snapshot]) -> list[RelatedTag]:
    """Tags that visible records carry together with this one, most shared first: one query."""
    shared: Counter[str] = Counter()
    for snapshot in held:
        bits = tagged(snapshot, slug)
        shared.update({other: bits.intersection_cardinality(its) for other, its in snapshot.values[FACET].items()})
    del shared[slug], shared[NOT_RECORDED]
    most = sorted(((-count, other) for other, count in shared.items() if count))[:MOST_RELATED]
    topics = Topic.objects.visible_to(NOBODY).filter(slug__in=[other for _count, other in most]) if most else ()
    named = {topic.slug: topic for topic in topics}
    return [RelatedTag(named[other], -count) for count, other in most if other in named]
