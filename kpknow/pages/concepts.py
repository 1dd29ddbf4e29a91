"""What every place, population and tag leads to: how much of each kind, and the newest. Asked of the catalogues: no
scan, whatever there is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pyroaring import BitMap

from events.models import Programme
from events.reading.catalogues import EVENTS, ORGANISATIONS
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import HIDDEN, NOT_RECORDED
from kpknow.content.models import RecordQuerySet
from stories.models import Theme
from stories.reading.story_facets import STORIES

NEWEST = 5
NOBODY = AnonymousUser()


@dataclass(frozen=True)
class Shelf:
    """Records of one kind that belong to a concept: how many, the newest five, and where all of them are."""

    title: str
    count: int
    records: list[Any]
    all_url: str


def having(snapshot: Snapshot, facet: str, value: str) -> BitMap:
    """Positions of the records with this value."""
    return snapshot.values[facet].get(value) or BitMap()


def shelf(
    title: str, catalogue: Catalogue[Any], snapshot: Snapshot, *, facet: str, value: str, url_name: str = ""
) -> Shelf:
    """One query and the list's own prefetches, none for an empty shelf. ``url_name``: a list narrowed by the facet."""
    bits = having(snapshot, facet, value)
    query = urlencode({facet: value})
    all_url = f"{reverse(url_name)}?{query}" if url_name and len(bits) > NEWEST else ""
    return Shelf(title, len(bits), first(catalogue, snapshot, bits), all_url)


def first(catalogue: Catalogue[Any], snapshot: Snapshot, bits: BitMap, most: int = NEWEST) -> list[Any]:
    """The newest of these with what a list shows, by name where the kind has no date."""
    ordered = catalogue.newest if catalogue.date else catalogue.by_name
    pks = ordered(snapshot, bits, 0, most)
    found = {record.pk: record for record in catalogue.with_list_facts().filter(pk__in=pks)} if pks else {}
    return [found[pk] for pk in pks if pk in found]


def record_shelf(title: str, records: RecordQuerySet[Any]) -> Shelf:
    """Of kinds that are few: two queries and the list's own prefetches."""
    count = records.count()
    return Shelf(title, count, list(records.for_list().newest()[:NEWEST]) if count else [], "")


def theme_shelf(stories: Snapshot, bits: BitMap) -> Shelf:
    """Themes voiced in these stories, those with most of them first: one query."""
    voiced = {name: bits.intersection_cardinality(other) for name, other in stories.values["theme"].items()}
    slugs = [name for name, count in sorted(voiced.items(), key=lambda one: (-one[1], one[0])) if count]
    found = {theme.slug: theme for theme in Theme.objects.visible_to(NOBODY).filter(slug__in=slugs)} if slugs else {}
    themes = [found[name] for name in slugs if name in found]
    return Shelf(_("Themes"), len(themes), themes[:NEWEST], "")


def totals(kinds: Iterable[tuple[Snapshot, str]]) -> Counter[str]:
    """Value → how many visible records have it, over all the kinds; ``kinds`` pairs each with its facet."""
    total: Counter[str] = Counter()
    for snapshot, facet in kinds:
        held = snapshot.values[facet].items()
        total.update({value: len(bits) for value, bits in held if value not in (HIDDEN, NOT_RECORDED)})
    return total


def counted(concepts: QuerySet[Any], total: Counter[str], key: str = "slug") -> list[Any]:
    """Concepts with ``records``, how many visible records name them; those with none are left out: one query."""
    shown = [concept for concept in concepts if total[getattr(concept, key).lower()]]
    for concept in shown:
        concept.records = total[getattr(concept, key).lower()]
    return shown


def place_shelves(code: str, is_quiet: bool) -> list[Shelf]:
    """A quiet country names no organisations."""
    value = code.lower()
    stories, events = STORIES.now(), EVENTS.now()
    shelves = [
        shelf(_("Stories"), STORIES, stories, facet="place", value=value, url_name="stories:stories"),
        shelf(_("Gatherings held here"), EVENTS, events, facet="place", value=value, url_name="events:events"),
        shelf(_("Gatherings people came to from here"), EVENTS, events, facet="came_from", value=value),
        record_shelf(_("Programmes"), Programme.objects.visible_to(NOBODY).filter(countries=code)),
        theme_shelf(stories, having(stories, "place", value)),
    ]
    if not is_quiet:
        here = ORGANISATIONS.now()
        shelves.insert(
            3,
            shelf(_("Organisations"), ORGANISATIONS, here, facet="place", value=value, url_name="events:organisations"),
        )
    return [found for found in shelves if found.count]


def population_shelves(slug: str) -> list[Shelf]:
    stories = STORIES.now()
    shelves = [
        shelf(_("Stories"), STORIES, stories, facet="people", value=slug, url_name="stories:stories"),
        shelf(_("Events"), EVENTS, EVENTS.now(), facet="people", value=slug, url_name="events:events"),
        shelf(
            _("Organisations"),
            ORGANISATIONS,
            ORGANISATIONS.now(),
            facet="people",
            value=slug,
            url_name="events:organisations",
        ),
        theme_shelf(stories, having(stories, "people", slug)),
    ]
    return [found for found in shelves if found.count]
