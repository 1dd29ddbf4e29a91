"""Filters that lists of several kinds share: each gives its options in one query over the visible records."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Country, Population, Programme
from kpknow.content.languages import own_name
from kpknow.content.listing import NOT_RECORDED, Facet, Sort

Options = Iterable[tuple[str, str]]


def with_gap(options: list[tuple[str, str]], gap: bool) -> Options:
    """Options by label, “Not recorded” last."""
    options.sort(key=lambda option: option[1].casefold())
    return [*options, (NOT_RECORDED, str(_("Not recorded")))] if gap else options


def places(path: str) -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        codes = set(records.order_by().values_list(path, flat=True))
        countries = Country.objects.filter(pk__in=codes - {None})
        return with_gap([(country.pk.lower(), str(country)) for country in countries], None in codes)

    return Facet("place", _("Place"), f"{path}__code", options, str.upper)


def people(path: str = "populations") -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        keys = set(records.order_by().values_list(path, flat=True))
        return [(one.slug, one.name) for one in Population.objects.filter(pk__in=keys - {None})] + (
            [(NOT_RECORDED, str(_("Not recorded")))] if None in keys else []
        )

    return Facet("people", _("People"), f"{path}__slug", options)


def programmes(path: str = "programme") -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        keys = set(records.order_by().values_list(path, flat=True))
        found = Programme.objects.filter(pk__in=keys - {None}, status="published")
        return with_gap([(one.slug, str(one)) for one in found], None in keys)

    return Facet("programme", _("Programme"), f"{path}__slug", options)


def kinds(name: str, label: Any, choices: Iterable[tuple[str, Any]], field: str = "kind") -> Facet:
    labels = dict(choices)

    def options(records: QuerySet[Any]) -> Options:
        used = records.order_by().values_list(field, flat=True).distinct()
        return with_gap([(value.replace("_", "-"), str(labels[value])) for value in used], False)

    return Facet(name, label, field, options, lambda value: value.replace("-", "_"))


def languages() -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        used = records.order_by().values_list("language", flat=True).distinct()
        return with_gap([(tag, own_name(tag)) for tag in used], False)

    return Facet("language", _("Language"), "language", options)


def years(path: str, least: int = 0) -> Facet:
    """Years that are certain; offered only where the list is long enough to need them."""

    def options(records: QuerySet[Any]) -> Options:
        found = records.order_by().values_list(f"{path}__year", flat=True).distinct()
        if least and records.count() <= least:
            return []
        return sorted(((str(year), str(year)) for year in found if year), reverse=True)

    return Facet("year", _("Year"), f"{path}__year", options)


def by_date(path: str) -> tuple[Sort, Sort, Sort]:
    """Newest, oldest, by title; where the year is not recorded, last."""
    latest = F(path).desc(nulls_last=True)
    return (
        Sort("newest", _("Newest first"), lambda records: records.order_by(latest, "title", "pk")),
        Sort(
            "oldest", _("Oldest first"), lambda records: records.order_by(F(path).asc(nulls_last=True), "title", "pk")
        ),
        Sort("title", _("Title"), lambda records: records.order_by("title", "pk")),
    )
