"""What this site holds, in numbers: by year, programme, place and people. Set arithmetic over the catalogues.

Every number is the length of a list a reader can open, and is made from the very bitmaps that list is made from. People
are never crossed with places: published records are few, and a cell of two or three would say who lives where.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pyroaring import BitMap

from events.models import Country, Population
from events.reading.catalogues import EVENTS, ORGANISATIONS
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import HIDDEN, NOT_RECORDED
from kpknow.pages.concepts import counted, having, totals
from stories.models import Theme
from stories.reading.story_facets import STORIES
from stories.reading.voice_catalogue import VOICES

NOBODY = AnonymousUser()
MEMBERS = ("countries", "people", "themes")
"""Kinds of which a list says which there are, each once, however many records name it."""
GROUPS = ("year", "programme")


@dataclass(frozen=True)
class Cell:
    """A number and the list it is the length of; no address where there is nothing."""

    count: int
    url: str


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """``name`` is its anchor, ``head`` what its rows are."""

    name: str
    title: str
    head: str
    columns: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Held:
    """The catalogues at one moment."""

    events: Snapshot
    stories: Snapshot
    organisations: Snapshot
    voices: Snapshot


def held_now() -> Held:
    return Held(EVENTS.now(), STORIES.now(), ORGANISATIONS.now(), VOICES.now())


def listed(url_name: str, facet: str, value: str, found: int) -> Cell:
    """A list that has this filter."""
    return Cell(found, f"{reverse(url_name)}?{urlencode({facet: value})}" if found else "")


def told(kind: str, facet: str, value: str, found: int) -> Cell:
    """A list of this page's own, for what no other list can be narrowed by."""
    return Cell(found, reverse("pages:evidence_records", args=(kind, facet, value)) if found else "")


def recorded(snapshot: Snapshot, facet: str) -> Mapping[str, BitMap]:
    return {value: bits for value, bits in snapshot.values[facet].items() if value not in (HIDDEN, NOT_RECORDED)}


def overall(held: Held) -> Sequence[tuple[str, Cell]]:
    """How much there is of each kind: four queries at most."""
    themes = Theme.objects.visible_to(NOBODY).count()
    return [
        (_("Events"), Cell(len(held.events.shown), reverse("events:events"))),
        (_("Organisations"), Cell(len(held.organisations.shown), reverse("events:organisations"))),
        (_("Countries"), Cell(len(countries_named(held)), reverse("pages:places"))),
        (_("Populations"), Cell(len(people_named(held)), reverse("pages:people"))),
        (_("Stories"), Cell(len(held.stories.shown), reverse("stories:stories"))),
        (_("Voices"), Cell(len(held.voices.shown), reverse("pages:evidence_voices"))),
        (_("Themes"), Cell(themes, reverse("stories:themes"))),
    ]


def countries_named(held: Held) -> list[Any]:
    """Countries that a public record names, as the list of places has them: one query."""
    here = ((held.stories, "place"), (held.events, "place"), (held.organisations, "place"))
    shown = counted(Country.objects.visible_to(NOBODY), totals(here), key="code")
    return sorted(shown, key=lambda country: (country.region, str(country)))


def people_named(held: Held) -> list[Any]:
    """As the list of people has them: one query."""
    here = ((held.stories, "people"), (held.events, "people"), (held.organisations, "people"))
    return counted(Population.objects.visible_to(NOBODY), totals(here))


def members(held: Held, kind: str, facet: str, value: str) -> set[str]:
    """Which countries, people or themes the records of one year or programme name; of themes, the primary keys."""
    if kind == "themes":
        bits = having(held.voices, facet, value)
        return {theme for theme, others in recorded(held.voices, "theme").items() if others.intersect(bits)}
    named = "place" if kind == "countries" else "people"
    found: set[str] = set()
    for snapshot in (held.events, held.stories):
        bits = having(snapshot, facet, value)
        found |= {name for name, others in recorded(snapshot, named).items() if others.intersect(bits)}
    return found


def open_themes() -> set[str]:
    return {str(pk) for pk in Theme.objects.visible_to(NOBODY).values_list("pk", flat=True)}


def by_group(held: Held, facet: str, names: Iterable[tuple[str, str, str]]) -> list[Row]:
    """One row for each (value, words, address) of years or of programmes: one query."""
    themes, rows = open_themes(), []
    for value, label, url in names:
        counts = {kind: members(held, kind, facet, value) for kind in MEMBERS}
        counts["themes"] &= themes
        cells = [
            listed("events:events", facet, value, len(having(held.events, facet, value))),
            listed("stories:stories", facet, value, len(having(held.stories, facet, value))),
            told("voices", facet, value, len(having(held.voices, facet, value))),
            *(told(kind, facet, value, len(counts[kind])) for kind in MEMBERS),
        ]
        if facet == "programme":
            found = len(having(held.organisations, facet, value))
            cells.append(listed("events:organisations", facet, value, found))
        if any(cell.count for cell in cells):
            rows.append(Row(label, cells, url))
    return rows


def years(held: Held) -> list[tuple[str, str, str]]:
    """In the order of time, those of no recorded year last."""
    found = {value for snapshot in (held.events, held.stories, held.voices) for value in recorded(snapshot, "year")}
    return [*((year, year, "") for year in sorted(found)), (NOT_RECORDED, _("Year not recorded"), "")]


def programmes(held: Held) -> list[tuple[str, str, str]]:
    """Public programmes in the order of their names; then what belongs to none."""
    kinds: tuple[tuple[Catalogue[Any], Snapshot], ...]
    kinds = ((EVENTS, held.events), (STORIES, held.stories), (ORGANISATIONS, held.organisations))
    names: dict[str, str] = {}
    for catalogue, snapshot in kinds:
        facet = next(one for one in catalogue.facets if one.name == "programme")
        names |= catalogue.names(snapshot, facet)
    ordered = sorted(names.items(), key=lambda one: one[1].casefold())
    links = [(slug, name, reverse("events:programme", args=(slug,))) for slug, name in ordered]
    return [*links, (NOT_RECORDED, _("No programme recorded"), "")]


def by_concept(held: Held, facet: str, concepts: Iterable[Any], value_of: Callable[[Any], str]) -> list[Row]:
    """One row for each country or population, with how many records of each kind name it: no query."""
    kinds = (
        ("events:events", held.events),
        ("stories:stories", held.stories),
        ("events:organisations", held.organisations),
    )
    return [
        Row(
            str(concept),
            [listed(name, facet, value_of(concept), len(having(at, facet, value_of(concept)))) for name, at in kinds],
            concept.get_absolute_url(),
        )
        for concept in concepts
    ]


def tables(held: Held, countries: Sequence[Any], people: Sequence[Any]) -> list[Table]:
    """Twelve queries at most right after a change, three or four as long as nothing changed."""
    records = [_("Events"), _("Stories"), _("Voices"), _("Countries"), _("Populations"), _("Themes")]
    kinds = [_("Events"), _("Stories"), _("Organisations")]
    by_year = by_group(held, "year", years(held))
    by_programme = by_group(held, "programme", programmes(held))
    in_country = by_concept(held, "place", countries, lambda country: str(country.pk).lower())
    of_people = by_concept(held, "people", people, lambda population: str(population.slug))
    return [
        Table("years", _("By year"), _("Year"), records, by_year),
        Table("programmes", _("By programme"), _("Programme"), [*records, _("Organisations")], by_programme),
        Table("countries", _("By country"), _("Country"), kinds, in_country),
        Table("people", _("By people"), _("People"), kinds, of_people),
    ]
