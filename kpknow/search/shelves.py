"""What strangers may find today, kind by kind, and what it is filed under: bitmaps of primary keys.

Held by each worker and renewed when the content version moves. Whatever changed after it was indexed, or outlived a
consent in it, is on no shelf until it is indexed anew: nothing stale is ever found, counted or suggested.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from pyroaring import BitMap

from events.models import Population, Session
from events.reading.catalogues import EVENTS, ORGANISATIONS, RESOURCES
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import HIDDEN, NOT_RECORDED, Facet
from kpknow.content.version import Version, current_version, touched_since
from kpknow.search.indexing import stale_records
from kpknow.search.models import DocKind
from kpknow.search.texts import NOBODY, OWN_WORDS, READERS
from stories.models import Coding, Finding, Highlight, Synthesis, Theme
from stories.reading.story_facets import LANGUAGE, PEOPLE, PLACE, PROGRAMME, STORIES, THEME, TOPIC, YEAR

FACETS: tuple[Facet, ...] = (PEOPLE, PLACE, THEME, PROGRAMME, YEAR, LANGUAGE)
"""What results can be narrowed by, besides their kind."""
FILED = (*FACETS, TOPIC)
Filed = Mapping[str, Mapping[str, BitMap]]


@dataclass(frozen=True)
class Shelf:
    """``shown``: keys of what may be found; ``values``: facet → value → keys. ``owners``: key → key of its record."""

    shown: BitMap
    values: Filed
    owners: Mapping[int, int] | None = None

    def without(self, stale: BitMap) -> "Shelf":
        """Less what belongs to records that changed since they were indexed."""
        if not stale:
            return self
        if self.owners is None:
            return replace(self, shown=self.shown - stale)
        return replace(self, shown=BitMap(pk for pk in self.shown if self.owners[pk] not in stale))


Shelves = Mapping[DocKind, Shelf]


def catalogued(catalogue: Catalogue[Any]) -> Shelf:
    snapshot = catalogue.now()
    return Shelf(snapshot.shown_pks, snapshot.by_pk)


def facts_of(snapshot: Snapshot, pks: BitMap) -> Mapping[int, list[tuple[str, str]]]:
    """(facet, value) of each of these records."""
    facts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for facet in FILED:
        for value, bits in snapshot.by_pk.get(facet.name, {}).items():
            for pk in bits & pks:
                facts[pk].append((facet.name, value))
    return facts


def filed(facts: Iterable[tuple[int, Iterable[tuple[str, str]]]], owners: Mapping[int, int] | None = None) -> Shelf:
    """A shelf of everything named, under all that is said of it."""
    shown, values = BitMap(), dict[str, dict[str, BitMap]]()
    for pk, said in facts:
        shown.add(pk)
        for facet, value in said:
            values.setdefault(facet, {}).setdefault(value, BitMap()).add(pk)
    return Shelf(shown, values, owners)


def sessions() -> Shelf:
    """Filed as their events are."""
    owners = dict(Session.objects.visible_to(NOBODY).order_by().values_list("pk", "event"))
    facts = facts_of(EVENTS.now(), BitMap(owners.values()))
    return filed(((pk, facts.get(event, ())) for pk, event in owners.items()), owners)


def themes() -> Shelf:
    rows = Theme.objects.visible_to(NOBODY).order_by().values_list("pk", "slug", "language")
    return filed((pk, (("theme", slug), ("language", language))) for pk, slug, language in rows)


def findings() -> Shelf:
    shown = Finding.objects.visible_to(NOBODY).filter(theme__in=Theme.objects.visible_to(NOBODY)).order_by()
    rows = list(shown.values_list("pk", "theme", "theme__slug", "theme__language"))
    owners = {pk: theme for pk, theme, _slug, _language in rows}
    return filed(((pk, (("theme", slug), ("language", tongue))) for pk, _theme, slug, tongue in rows), owners)


def highlights() -> Shelf:
    """Those told in our words, or of a session or a survey; words marked in a story are found with the story."""
    shown = Highlight.objects.visible_to(NOBODY).filter(OWN_WORDS).order_by()
    rows = list(shown.values_list("pk", "block__story", "session__event"))
    told = facts_of(STORIES.now(), BitMap(story for _pk, story, _event in rows if story))
    happened = facts_of(EVENTS.now(), BitMap(event for _pk, _story, event in rows if event))
    voiced: dict[int, list[tuple[str, str]]] = defaultdict(list)
    codings = Coding.objects.filter(highlight__in=shown.values("pk"), theme__in=Theme.objects.visible_to(NOBODY))
    for pk, slug in codings.values_list("highlight", "theme__slug"):
        voiced[pk].append(("theme", slug))
    return filed(
        (pk, [*voiced[pk], *(said for said in told.get(story, happened.get(event, ())) if said[0] != "theme")])
        for pk, story, event in rows
    )


def syntheses() -> Shelf:
    rows = list(Synthesis.objects.visible_to(NOBODY).order_by().values_list("pk", "event", "language"))
    facts = facts_of(EVENTS.now(), BitMap(event for _pk, event, _language in rows if event))
    return filed((pk, [("language", tongue), *facts.get(event, ())]) for pk, event, tongue in rows)


CATALOGUED: Mapping[DocKind, Catalogue[Any]] = {
    DocKind.STORY: STORIES,
    DocKind.EVENT: EVENTS,
    DocKind.ORGANISATION: ORGANISATIONS,
    DocKind.RESOURCE: RESOURCES,
}
SMALL: Mapping[DocKind, tuple[Callable[[], Shelf], frozenset[str]]] = {
    DocKind.SESSION: (sessions, frozenset({"events.event"})),
    DocKind.THEME: (themes, frozenset({"stories.theme"})),
    DocKind.FINDING: (findings, frozenset({"stories.theme"})),
    DocKind.HIGHLIGHT: (highlights, frozenset({"stories.highlight", "stories.theme", "events.event"})),
    DocKind.SYNTHESIS: (syntheses, frozenset({"stories.synthesis", "events.event"})),
}
"""Kinds of which there are hundreds: how their shelf is filled, and the labels whose touch fills it anew."""


class Library:
    """All shelves as they are now."""

    def __init__(self) -> None:
        self._held: tuple[Version | None, Shelves] = None, {}
        """In one, for requests that run beside each other may be of different versions."""
        self._full: dict[DocKind, Shelf] = {}
        self.broader: Mapping[str, str] = {}
        """Population → the one it is part of."""
        self._stale = False
        self._names: dict[tuple[str, str | None], dict[str, str]] = {}
        self._lock = threading.Lock()

    def now(self) -> Shelves:
        """No query but the version's where nothing changed and everything is indexed."""
        version = current_version()
        of, shelves = self._held
        if of != version or self._stale:  # indexing moves no content version: whether it caught up has to be asked
            with self._lock:
                of, shelves = self._held
                if of != version:
                    self._renew(version, of)
                if of != version or self._stale:
                    shelves = self._sorted_out()
                    self._held = version, shelves
        return shelves

    def _renew(self, version: Version, held: Version | None) -> None:
        keeps = held and held.is_settled and version.is_settled
        keeps = keeps and held and (held.epoch, held.on) == (version.epoch, version.on)
        touched = {label for label, _pk in touched_since(held.number)} if keeps and held else None
        for kind, (fill, labels) in SMALL.items():
            if touched is None or kind not in self._full or labels & touched:
                self._full[kind] = fill()
        self._full |= {kind: catalogued(catalogue) for kind, catalogue in CATALOGUED.items()}
        self._names = {}
        parts = Population.objects.filter(broader__isnull=False).values_list("slug", "broader__slug")
        self.broader = dict(parts)

    def _sorted_out(self) -> Shelves:
        """The shelves without what changed since it was indexed."""
        stale: dict[str, BitMap] = defaultdict(BitMap)
        for label, pk in stale_records():
            stale[label].add(pk)
        self._stale = any(stale.values())
        return {kind: self._full[kind].without(stale[label]) for label, kinds in READERS.items() for kind in kinds}

    def names(self, facet: Facet) -> Mapping[str, str]:
        """Value → words of everything on any shelf, in the facet's order and the reader's language; asked once.

        Call now() first.
        """
        at = (facet.name, get_language())
        if at not in self._names:
            recorded = {value for shelf in self._full.values() for value in shelf.values.get(facet.name, {})}
            self._names[at] = dict(facet.named(recorded - {HIDDEN, NOT_RECORDED}))
        return self._names[at]


library = Library()
