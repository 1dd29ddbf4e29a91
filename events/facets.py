"""Filters that lists of several kinds share. Each reads its values in one query and names them in another at most."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Country, Population, Programme, Topic
from kpknow.content.facet import HIDDEN, Facet, Sort
from kpknow.content.languages import own_name
from kpknow.content.models import FormerAddress

Pairs = Iterable[tuple[int, str | None]]
Names = Iterable[tuple[str, str]]

NEWEST, OLDEST = Sort("newest", _("Newest first")), Sort("oldest", _("Oldest first"))
MOST_STEPS = 10
"""From one former address to the next, as merges leave them."""
BY_DATE = (NEWEST, OLDEST, Sort("title", _("Title")))


def by_words(names: Names) -> list[tuple[str, str]]:
    return sorted(names, key=lambda name: name[1].casefold())


def unnamed(_values: Collection[str]) -> Names:
    """Of what is known of records and offered to nobody."""
    return ()


def current_slugs(model: type[Model], values: Collection[str]) -> Mapping[str, str]:
    """Those of these slugs that records of this kind had once → the current ones: a query for each step on the way."""
    addresses = FormerAddress.objects.filter(kind=model._meta.label_lower)
    moved: dict[str, str] = {}
    ahead = {value: value for value in values if "\x00" not in value}
    for _step in range(MOST_STEPS):
        steps = dict(addresses.filter(slug__in=set(ahead.values())).values_list("slug", "current_slug"))
        ahead = {value: steps[slug] for value, slug in ahead.items() if slug in steps}
        if not ahead:
            break
        moved |= ahead
    return moved


def rows(records: QuerySet[Any], path: str) -> Iterable[tuple[int, Any]]:
    return records.order_by().values_list("pk", path).iterator(chunk_size=5000)


def places(path: str, *, quiet: bool = True) -> Facet:
    """By country. ``quiet`` False leaves out quiet countries: a list of their organisations is not ours to give."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        hidden = set() if quiet else set(Country.objects.filter(is_quiet=True).values_list("pk", flat=True))
        for pk, code in rows(records, path):
            yield pk, HIDDEN if code in hidden else code and code.lower()

    def named(values: Collection[str]) -> Names:
        countries = Country.objects.filter(pk__in=[value.upper() for value in values])
        return by_words((country.pk.lower(), str(country)) for country in countries)

    return Facet("place", _("Place"), pairs, named)


def came_from() -> Facet:
    """Countries people came to an event from; known of each and offered to nobody."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        return ((pk, code and code.lower()) for pk, code in rows(records, "countries"))

    return Facet("came_from", "", pairs, unnamed)


def parts() -> Facet:
    """Whether an event is a part of another: a site visit is read on the page of its gathering."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        return ((pk, "part" if whole else "whole") for pk, whole in rows(records, "parent"))

    return Facet("part", "", pairs, unnamed)


def people(path: str = "populations") -> Facet:
    """By population, in the order of the vocabulary."""

    def named(values: Collection[str]) -> Names:
        populations = Population.objects.filter(slug__in=values).order_by("order", "name")
        return [(population.slug, str(population)) for population in populations]

    return Facet("people", _("People"), lambda records: rows(records, f"{path}__slug"), named)


def programmes(path: str = "programme") -> Facet:
    """By programme; one that is not public is offered to nobody."""

    def named(values: Collection[str]) -> Names:
        public = Programme.objects.visible_to(AnonymousUser()).filter(slug__in=values)
        return by_words((programme.slug, str(programme)) for programme in public)

    return Facet("programme", _("Programme"), lambda records: rows(records, f"{path}__slug"), named)


def topics(path: str = "tagged_topics__tag") -> Facet:
    """By tag; one merged into another is that other by now."""

    def named(values: Collection[str]) -> Names:
        standing = Topic.objects.visible_to(AnonymousUser()).filter(slug__in=values)
        return by_words((topic.slug, str(topic)) for topic in standing)

    return Facet(
        "tag",
        _("Tag"),
        lambda records: rows(records, f"{path}__slug"),
        named,
        has_gap=False,
        is_offered=False,
        moved=lambda values: current_slugs(Topic, values),
    )


def kinds(name: str, label: Any, choices: Iterable[tuple[str, Any]], field: str = "kind") -> Facet:
    labels = {value.replace("_", "-"): words for value, words in choices}

    def pairs(records: QuerySet[Any]) -> Pairs:
        return ((pk, value.replace("_", "-")) for pk, value in rows(records, field))

    def named(values: Collection[str]) -> Names:
        return by_words((value, str(labels[value])) for value in values)

    return Facet(name, label, pairs, named)


def languages(field: str = "language") -> Facet:
    """By the language a record is written in, or those it can be had in: tags separated by spaces."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        return ((pk, tag) for pk, tags in rows(records, field) for tag in (tags or "").split())

    def named(values: Collection[str]) -> Names:
        return by_words((tag, own_name(tag)) for tag in values)

    return Facet("language", _("Language"), pairs, named)


def years(field: str, *, least: int = 0, has_gap: bool = False) -> Facet:
    """By year, where it is certain, latest first."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        return ((pk, f"{day.year:04}" if day else None) for pk, day in rows(records, field))

    def named(values: Collection[str]) -> Names:
        return sorted(((year, year) for year in values), reverse=True)

    return Facet("year", _("Year"), pairs, named, has_gap, least)
