"""Where nothing is recorded: populations by countries, of some themes or all. Set arithmetic over the catalogues.

A cell counts public stories and events of these people there; with a theme, stories with a voice on it and events where
one was heard. Its number is the length of the list it opens, made of the very bitmaps of that list; below five it is
not told, for a small number of people's records in one country says who lives where. In a quiet country nothing is
divided by people. Rows and columns stand in the order of names and of the vocabulary, never by size.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pyroaring import BitMap

from events.models import Country, Population
from events.reading.catalogues import EVENTS
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import HIDDEN, NOT_RECORDED, Facet, Sort
from kpknow.content.listing import MOST_VALUES, Choice, FacetShown, Listing, ShownT
from kpknow.pages.concepts import having
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models import Theme
from stories.reading.story_facets import PEOPLE, PLACE, STORIES, THEME
from stories.reading.voice_catalogue import VOICES

NOBODY = AnonymousUser()
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Recorded:
    """What is recorded of something, as positions in the catalogues of stories and of events."""

    stories: BitMap
    events: BitMap

    def __len__(self) -> int:
        return len(self.stories) + len(self.events)

    def __and__(self, other: "Recorded") -> "Recorded":
        return Recorded(self.stories & other.stories, self.events & other.events)

    def __or__(self, other: "Recorded") -> "Recorded":
        return Recorded(self.stories | other.stories, self.events | other.events)

    def common(self, other: "Recorded") -> int:
        """How many of these are in the other too."""
        found = self.stories.intersection_cardinality(other.stories)
        return int(found + self.events.intersection_cardinality(other.events))


@dataclass(frozen=True)
class Cell:
    """A number and the list it is the length of; no address where nothing is recorded."""

    count: int
    url: str

    @property
    def words(self) -> str:
        if not self.count:
            return _("nothing recorded")
        return str(self.count) if self.count >= SMALLEST_GROUP else _("fewer than %(n)s") % {"n": SMALLEST_GROUP}


@dataclass(frozen=True)
class Row:
    """One country. ``whole`` stands for all its cells where it is quiet."""

    country: Country
    cells: Sequence[Cell] = ()
    whole: Cell | None = None


class RecordedListing(Listing[ShownT]):
    """What the address asks of themes, people and places. Three content versions and three queries."""

    sorts = (Sort("order", ""),)
    catalogues: tuple[tuple[Catalogue[Any], Snapshot], ...]

    def __init__(self, request: HttpRequest) -> None:
        self.stories, self.events, self.voices = STORIES.now(), EVENTS.now(), VOICES.now()
        themes = Theme.objects.visible_to(NOBODY).in_order()
        self.themes = {theme.slug: theme for theme in themes}
        self.populations = {population.slug: population for population in Population.objects.visible_to(NOBODY)}
        countries = sorted(Country.objects.visible_to(NOBODY), key=str)
        self.countries = {country.pk.lower(): country for country in countries}
        super().__init__(request)

    def _facets_asked(self) -> list[FacetShown]:
        return [
            self._facet_asked(THEME, {slug: theme.name for slug, theme in self.themes.items()}, self.themes),
            self._facet_asked(PEOPLE, words_of(self.populations), self.named("people")),
            self._facet_asked(PLACE, words_of(self.countries), self.named("place")),
        ]

    def _facet_asked(self, facet: Facet, names: Mapping[str, str], offered: Collection[str]) -> FacetShown:
        chosen = self._choices_asked(facet, names)
        marked = {choice.value for choice in chosen}
        known = [value for value in names if value in offered or value in marked]
        choices = [Choice(value, names[value], value in marked) for value in known]
        return FacetShown(facet.name, str(facet.label), chosen, lambda: choices)

    def named(self, facet: str) -> set[str]:
        """People or places that some public story or event names, whatever its theme."""
        found = {*self.stories.values[facet], *self.events.values[facet]}
        return found - {HIDDEN, NOT_RECORDED}

    def asked_of(self, facet: str) -> list[str]:
        return [choice.value for one in self.facets if one.name == facet for choice in one.chosen]

    def recorded(self, facet: str, value: str) -> Recorded:
        return Recorded(having(self.stories, facet, value), having(self.events, facet, value))

    def on_themes(self, slugs: Sequence[str]) -> Recorded:
        """On any of these themes; everything without one."""
        if not slugs:
            return Recorded(self.stories.shown, self.events.shown)
        heard = [having(self.voices, "theme", str(self.themes[slug].pk)) for slug in slugs]
        voices = reduce(or_, heard)
        keys = [int(pk) for pk, bits in self.voices.values["event"].items() if pk.isdigit() and bits.intersect(voices)]
        places = [place for place in map(self.events.position, keys) if place is not None]
        return Recorded(reduce(or_, (having(self.stories, "theme", slug) for slug in slugs)), BitMap(places))


class GapMap(RecordedListing[Row]):
    """The table: twenty countries a page, and no query more however many there are."""

    @cached_property
    def columns(self) -> list[Population]:
        shown = self.asked_of("people") or self.named("people")
        return [population for slug, population in self.populations.items() if slug in shown]

    @cached_property
    def shown_countries(self) -> list[Country]:
        shown = self.asked_of("place") or self.named("place")
        return [country for code, country in self.countries.items() if code in shown]

    @property
    def count(self) -> int:
        return len(self.shown_countries)

    @property
    def total(self) -> int:
        return len(self.named("place"))

    def stretch(self, start: int, stop: int) -> list[Row]:
        return list(self.rows(start, stop))

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[Row]:
        themes = self.asked_of("theme")
        on_theme = self.on_themes(themes)
        asked = [("theme", slug) for slug in sorted(themes)]
        groups = [(one.slug, self.recorded("people", one.slug) & on_theme) for one in self.columns]
        for country in self.shown_countries[start:stop]:
            code = country.pk.lower()
            here = self.recorded("place", code)
            if country.is_quiet:
                yield Row(country, whole=cell_of(here.common(on_theme), [*asked, ("place", code)]))
                continue
            cells = [cell_of(here.common(of), [*asked, ("people", slug), ("place", code)]) for slug, of in groups]
            yield Row(country, cells)

    @property
    def silent_people(self) -> list[Population]:
        """Those nothing at all is recorded of."""
        return [population for slug, population in self.populations.items() if slug not in self.named("people")]

    @property
    def silent_countries(self) -> list[Country]:
        return [country for code, country in self.countries.items() if code not in self.named("place")]


class CellListing(RecordedListing[Any]):
    """What one cell counts: stories, then events, the latest of each first. Two queries more and their prefetches."""

    most_values = MOST_VALUES + 2
    """The themes of a table and one cell of it."""

    def _facets_asked(self) -> list[FacetShown]:
        """Without the quiet places where people are asked for."""
        themes, people, places = super()._facets_asked()
        quiet = [choice for choice in places.chosen if self.countries[choice.value].is_quiet] if people.chosen else []
        for choice in quiet:
            places.chosen.remove(choice)
            words = _("%(place)s: what is recorded there is not divided by people, so it was left out.")
            self.notices.append(words % {"place": choice.label})
        return [themes, people, places]

    @cached_property
    def chosen(self) -> Recorded:
        found = self.on_themes(self.asked_of("theme"))
        for facet in ("people", "place"):
            if values := self.asked_of(facet):
                found = found & reduce(or_, (self.recorded(facet, value) for value in values))
        return found

    @property
    def count(self) -> int:
        return len(self.chosen)

    @property
    def total(self) -> int:
        return len(self.stories.shown) + len(self.events.shown)

    def stretch(self, start: int, stop: int) -> list[Any]:
        told = len(self.chosen.stories)
        records: list[Any] = []
        for catalogue, snapshot, bits, before in (
            (STORIES, self.stories, self.chosen.stories, 0),
            (EVENTS, self.events, self.chosen.events, told),
        ):
            if stop <= before or start >= before + len(bits):
                continue
            pks = catalogue.newest(snapshot, bits, max(0, start - before), min(len(bits), stop - before))
            found = catalogue.with_list_facts().in_bulk(pks)
            records += [found[pk] for pk in pks if pk in found]
        return records


def words_of(concepts: Mapping[str, Any]) -> dict[str, str]:
    return {value: str(concept) for value, concept in concepts.items()}


def cell_of(count: int, asked: Pairs) -> Cell:
    return Cell(count, f"{reverse('pages:gap_records')}?{urlencode(asked)}" if count else "")
