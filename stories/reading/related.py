"""What to read next, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from kpknow.content.models import User
from stories.models import Coding, Highlight, Story, Theme
from stories.models.story import LATEST

ENOUGH = 3


@dataclass(frozen=True)
class ReadNext:
    """Another story; ``kind`` and ``shared`` say in words what it has in common with this one."""

    story: Story
    kind: str
    shared: str


def read_next(story: Story, themes: Sequence[Theme], versions: Sequence[Story], user: User) -> list[ReadNext]:
    """Up to three stories that share a theme, else people, else a place, nearest first: one query.

    ``themes`` are those this reader sees on the story; ``versions`` are the same story in other languages. The story
    comes from for_page().
    """
    populations, countries = list(story.populations.all()), list(story.countries.all())
    codings = Coding.objects.filter(
        theme__in=themes, highlight__in=Highlight.objects.visible_to(user), highlight__block__isnull=False
    )
    people = Story.populations.through.objects.filter(population__in=populations)
    places = Story.countries.through.objects.filter(country__in=countries)
    by_theme = Q(pk__in=codings.values("highlight__block__story"))
    by_people, by_place = Q(pk__in=people.values("story")), Q(pk__in=places.values("story"))
    # a Case without any When is the bare number 3, which PostgreSQL would read as the third column
    steps_near = [When(by_theme, then=1)] * bool(themes) + [When(by_people, then=2)] * bool(populations)
    nearness = [Case(*steps_near, default=3)] if steps_near else []
    nearest = (
        Story.objects.visible_to(user)
        .exclude(pk__in=[story.pk, *(version.pk for version in versions)])
        .filter(by_theme | by_people | by_place)
        .order_by(*nearness, *LATEST)
    )
    # what is shared is looked up for the chosen three only
    chosen = Story.objects.filter(pk__in=nearest.values("pk")[:ENOUGH]).annotate(
        shared_theme=first(codings.filter(highlight__block__story=OuterRef("pk")).order_by("theme__order"), "theme"),
        shared_people=first(people.filter(story=OuterRef("pk")).order_by("population__order"), "population"),
        shared_place=first(places.filter(story=OuterRef("pk")).order_by("country__name"), "country"),
    )
    steps: tuple[tuple[str, str, dict[Any, Any]], ...] = (
        ("shared_theme", _("Theme"), {theme.pk: theme for theme in themes}),
        ("shared_people", _("People"), {population.pk: population for population in populations}),
        ("shared_place", _("Place"), {country.pk: country for country in countries}),
    )
    found: list[tuple[int, ReadNext]] = []
    for other in chosen.order_by(*LATEST):
        shared = [(rank, kind, known.get(getattr(other, name))) for rank, (name, kind, known) in enumerate(steps)]
        rank, kind, concept = next(one for one in shared if one[2])
        found.append((rank, ReadNext(other, kind, str(concept))))
    return [one for _rank, one in sorted(found, key=lambda pair: pair[0])]


def first(rows: QuerySet[Any], name: str) -> Subquery:
    return Subquery(rows.values(name)[:1])
