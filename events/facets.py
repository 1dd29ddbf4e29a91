"""Filters that lists of several kinds share: each gives its options in one query over the visible records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Country, Programme
from kpknow.content.languages import own_name
from kpknow.content.listing import NOT_RECORDED, Facet, Sort

Options = Iterable[tuple[str, str]]


def with_gap(options: list[tuple[str, str]], gap: bool) -> Options:
    """Options by label, “Not recorded” last."""
    options.sort(key=lambda option: option[1].casefold())
    return [*options, (NOT_RECORDED, str(_("Not recorded")))] if gap else options


def places(path: str, *, quiet: bool = True) -> Facet:
    """By country. ``quiet`` False leaves out quiet countries: a list of their organisations is not ours to give."""

    def options(records: QuerySet[Any]) -> Options:
        columns = (path, f"{path}__name", f"{path}__names", f"{path}__is_quiet")
        rows = list(records.order_by().values_list(*columns).distinct())
        shown = [(code, name, names) for code, name, names, is_quiet in rows if code and (quiet or not is_quiet)]
        countries = [(code.lower(), str(Country(code=code, name=name, names=names))) for code, name, names in shown]
        return with_gap(countries, any(row[0] is None for row in rows))

    return Facet("place", _("Place"), f"{path}__code", options, str.upper)


def people(path: str = "populations") -> Facet:
    """By population, in the order of the vocabulary."""

    def options(records: QuerySet[Any]) -> Options:
        rows = records.order_by(f"{path}__order", f"{path}__name").values_list(f"{path}__slug", f"{path}__name")
        found = dict(rows.distinct())
        gap = [(NOT_RECORDED, str(_("Not recorded")))] if None in found else []
        return [(slug, name) for slug, name in found.items() if slug] + gap

    return Facet("people", _("People"), f"{path}__slug", options)


def programmes(path: str = "programme") -> Facet:
    """By programme; one that is not public yet is offered to nobody."""

    def options(records: QuerySet[Any]) -> Options:
        public = Q(**{f"{path}__in": Programme.objects.visible_to(AnonymousUser())})
        rows = records.order_by().filter(public | Q(**{f"{path}__isnull": True}))
        found = {slug: short or name for slug, short, name in rows.values_list(*columns).distinct()}
        return with_gap([(slug, words) for slug, words in found.items() if slug], None in found)

    columns = (f"{path}__slug", f"{path}__short_name", f"{path}__name")
    return Facet("programme", _("Programme"), f"{path}__slug", options)


def kinds(name: str, label: Any, choices: Iterable[tuple[str, Any]], field: str = "kind") -> Facet:
    labels = dict(choices)

    def options(records: QuerySet[Any]) -> Options:
        used = records.order_by().values_list(field, flat=True).distinct()
        return with_gap([(value.replace("_", "-"), str(labels[value])) for value in used], False)

    return Facet(name, label, field, options, lambda value: value.replace("-", "_"))


def languages() -> Facet:
    """By the language a record is written in."""

    def options(records: QuerySet[Any]) -> Options:
        used = records.order_by().values_list("language", flat=True).distinct()
        return with_gap([(tag, own_name(tag)) for tag in used], False)

    return Facet("language", _("Language"), "language", options)


@dataclass(frozen=True)
class TagsFacet(Facet):
    """A column that holds several language tags, separated by spaces."""

    def matching(self, values: Sequence[str]) -> Q:
        def one(tag: str) -> Q:
            if tag == NOT_RECORDED:
                return Q(**{self.lookup: ""})
            ends = (("exact", tag), ("startswith", f"{tag} "), ("endswith", f" {tag}"), ("contains", f" {tag} "))
            return reduce(or_, (Q(**{f"{self.lookup}__{how}": text}) for how, text in ends))

        return reduce(or_, (one(tag) for tag in values))


def available_languages(field: str = "languages") -> Facet:
    """By the languages something can be had in."""

    def options(records: QuerySet[Any]) -> Options:
        used = list(records.order_by().values_list(field, flat=True).distinct())
        tags = {tag for text in used for tag in text.split()}
        return with_gap([(tag, own_name(tag)) for tag in tags], any(not text.strip() for text in used))

    return TagsFacet("language", _("Language"), field, options)


def years(path: str) -> Facet:
    """Years that are certain."""

    def options(records: QuerySet[Any]) -> Options:
        found = records.order_by().values_list(f"{path}__year", flat=True).distinct()
        return sorted(((str(year), str(year)) for year in found if year), reverse=True)

    return Facet("year", _("Year"), f"{path}__year", options)


def by_date(path: str) -> tuple[Sort, Sort, Sort]:
    """Newest, oldest, by title; where the year is not recorded, last."""
    latest, oldest = F(path).desc(nulls_last=True), F(path).asc(nulls_last=True)
    return (
        Sort("newest", _("Newest first"), lambda records: records.order_by(latest, "title", "pk")),
        Sort("oldest", _("Oldest first"), lambda records: records.order_by(oldest, "title", "pk")),
        Sort("title", _("Title"), lambda records: records.order_by("title", "pk")),
    )
