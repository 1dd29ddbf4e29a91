"""The filters of the stories list, in the order readers meet them; one query each, two for programmes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.facets import kinds, languages
from events.models import Country, Programme
from kpknow.content.listing import NOT_RECORDED, Facet, Sort
from kpknow.content.models import User
from stories.models import Coding, Highlight, StoryKind, Theme
from stories.models.story import LATEST

Options = Iterable[tuple[str, str]]
LONG_LIST = 20
"""Above so many stories the list offers years."""


def gap_last(options: list[tuple[str, str]], gap: bool) -> Options:
    return [*options, (NOT_RECORDED, _("Not recorded"))] if gap else options


def people(records: QuerySet[Any]) -> Options:
    in_order = records.order_by("populations__order", "populations__name")
    found = dict(in_order.values_list("populations__slug", "populations__name").distinct())
    return gap_last([(slug, name) for slug, name in found.items() if slug], None in found)


def places(records: QuerySet[Any]) -> Options:
    rows = records.order_by().values_list("countries", "countries__name", "countries__names").distinct()
    countries = {code: str(Country(code=code, name=name, names=names)) for code, name, names in rows if code}
    by_name = sorted(countries.items(), key=lambda one: one[1].casefold())
    return gap_last([(code.lower(), name) for code, name in by_name], len(rows) > len(countries))


def years(records: QuerySet[Any]) -> Options:
    """Years of the stories whose year is recorded; none for a short list, which needs no such filter."""
    counts = dict(records.order_by().values_list("dated_earliest__year").annotate(n=Count("pk", distinct=True)))
    if sum(counts.values()) <= LONG_LIST:
        return []
    known = sorted((str(year) for year in counts if year), reverse=True)
    return gap_last([(year, year) for year in known], None in counts)


def programme_facet(user: User) -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        found = Programme.objects.visible_to(user).filter(stories__in=records.order_by().values("pk")).distinct()
        by_name = sorted(((one.slug, str(one)) for one in found), key=lambda one: one[1].casefold())
        # beside an only programme, the stories of none are what makes it a choice
        return gap_last(by_name, records.filter(programme__isnull=True).exists())

    return Facet("programme", gettext_lazy("Programme"), "programme__slug", options)


@dataclass(frozen=True)
class ThemeFacet(Facet):
    """A story has the themes of its visible highlights; what is coded to a hidden one may not show by filtering."""

    user: User = field(default_factory=AnonymousUser)

    def matching(self, values: Sequence[str]) -> Q:
        codings = self.codings().filter(theme__slug__in=values)
        return Q(pk__in=codings.values("highlight__block__story"))

    def codings(self) -> QuerySet[Coding]:
        return Coding.objects.filter(
            highlight__in=Highlight.objects.visible_to(self.user),
            highlight__block__isnull=False,
            theme__in=Theme.objects.visible_to(self.user),
        )


def theme_facet(user: User) -> Facet:
    def options(records: QuerySet[Any]) -> Options:
        codings = facet.codings().filter(highlight__block__story__in=records.order_by().values("pk"))
        rows = codings.order_by("theme__order", "theme__name").values_list("theme__slug", "theme__name")
        return dict(rows.distinct()).items()

    facet = ThemeFacet("theme", gettext_lazy("Theme"), "", options, user=user)
    return facet


def story_facets(user: User) -> tuple[Facet, ...]:
    return (
        kinds("format", gettext_lazy("Format"), StoryKind.choices),
        Facet("people", gettext_lazy("People"), "populations__slug", people),
        Facet("place", gettext_lazy("Place"), "countries", places, str.upper),
        theme_facet(user),
        programme_facet(user),
        languages(),
        Facet("year", gettext_lazy("Year"), "dated_earliest__year", years),
    )


SORTS = (
    Sort("newest", gettext_lazy("Newest first"), lambda records: records.order_by(*LATEST)),
    Sort(
        "oldest",
        gettext_lazy("Oldest first"),
        lambda records: records.order_by(F("dated_earliest").asc(nulls_last=True), "title", "pk"),
    ),
    Sort("title", gettext_lazy("Title"), lambda records: records.order_by("title", "pk")),
)
