"""What every place, population and tag leads to: how much of each kind, and the newest."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, Organisation, Programme
from kpknow.content.models import RecordQuerySet, User
from stories.models import Coding, Highlight, Story, Theme

NEWEST = 5


@dataclass(frozen=True)
class Shelf:
    """Records of one kind that belong to a concept: how many, the newest five, and where all of them are."""

    title: str
    count: int
    records: list[Any]
    all_url: str


def shelf(title: str, records: RecordQuerySet[Any], url_name: str = "", **choice: str) -> Shelf:
    """Two queries and the list's own prefetches. ``choice`` is the filter of the full list, if it has one."""
    count = records.count()
    query = "&".join(f"{name}={value}" for name, value in choice.items())
    all_url = f"{reverse(url_name)}?{query}" if url_name and count > NEWEST else ""
    return Shelf(title, count, list(records.for_list().newest()[:NEWEST]) if count else [], all_url)


def themes_voiced_by(stories: QuerySet[Story], user: User) -> RecordQuerySet[Theme]:
    """Themes to which a visible highlight of these stories is coded."""
    highlights = Highlight.objects.visible_to(user).filter(block__story__in=stories)
    codings = Coding.objects.filter(theme=OuterRef("pk"), highlight__in=highlights)
    return Theme.objects.visible_to(user).filter(Exists(codings))


def counted(concepts: QuerySet[Any], kinds: Iterable[tuple[QuerySet[Any], str]]) -> list[Any]:
    """Concepts with ``records``, how many of the visible records name them; those with none are left out.

    ``kinds`` pairs visible records with the path to the concept. One query a pair, however many concepts there are.
    """
    totals: Counter[Any] = Counter()
    for visible, path in kinds:
        rows = visible.order_by().filter(**{f"{path}__isnull": False}).values_list(path)
        totals.update(dict(rows.annotate(n=Count("pk", distinct=True))))
    shown = [concept for concept in concepts if totals[concept.pk]]
    for concept in shown:
        concept.records = totals[concept.pk]
    return shown


def place_shelves(code: str, user: User, is_quiet: bool) -> list[Shelf]:
    """A quiet country names no organisations."""
    value = code.lower()
    stories = Story.objects.visible_to(user).filter(countries=code)
    held = Event.objects.visible_to(user).filter(country=code)
    came = Event.objects.visible_to(user).filter(countries=code)
    shelves = [
        shelf(_("Stories"), stories, "stories:stories", place=value),
        shelf(_("Gatherings held here"), held, "events:events", place=value),
        shelf(_("Gatherings people came to from here"), came),
        shelf(_("Programmes"), Programme.objects.visible_to(user).filter(countries=code)),
        shelf(_("Themes"), themes_voiced_by(stories, user)),
    ]
    if not is_quiet:
        organisations = Organisation.objects.visible_to(user).filter(country=code)
        shelves.insert(3, shelf(_("Organisations"), organisations, "events:organisations", place=value))
    return [found for found in shelves if found.count]


def population_shelves(pk: int, slug: str, user: User) -> list[Shelf]:
    stories = Story.objects.visible_to(user).filter(populations=pk)
    shelves = [
        shelf(_("Stories"), stories, "stories:stories", people=slug),
        shelf(_("Events"), Event.objects.visible_to(user).filter(populations=pk), "events:events", people=slug),
        shelf(
            _("Organisations"),
            Organisation.objects.visible_to(user).filter(populations=pk),
            "events:organisations",
            people=slug,
        ),
        shelf(_("Themes"), themes_voiced_by(stories, user)),
    ]
    return [found for found in shelves if found.count]
