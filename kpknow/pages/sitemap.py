"""Every address a search engine may know: lists, pages of words, and every record a stranger may see."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from events.models import Country, Event, Organisation, Population, Programme, Resource, Survey, Topic
from kpknow.content.models import Record, Source
from kpknow.pages.concepts import counted
from stories.models import Story, Synthesis, Theme

NOBODY = AnonymousUser()
STANDING = (
    *("pages:home", "stories:stories", "events:events", "stories:themes", "stories:syntheses"),
    *("events:organisations", "events:programmes", "events:resources", "events:surveys"),
    *("pages:places", "pages:people", "pages:tags", "pages:sources"),
    *("pages:about", "pages:method", "pages:safety", "pages:consent", "pages:accessibility", "pages:licence"),
)


class StandingPages(Sitemap):  # type: ignore[type-arg]  # generic for the checker only
    def items(self) -> Iterable[str]:
        return STANDING

    def location(self, item: str) -> str:
        return reverse(item)


class RecordPages(Sitemap):  # type: ignore[type-arg]  # generic for the checker only
    """All visible records of one kind; a site visit is a part of its event's page and has no address of its own."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model

    def items(self) -> Iterable[Record]:
        visible = self.model.objects.visible_to(NOBODY)  # type: ignore[attr-defined] # every record has it
        visible = visible.filter(parent__isnull=True).select_related("parent") if self.model is Event else visible
        return list(visible.order_by("pk"))

    def lastmod(self, item: Record) -> dt.datetime:
        return item.changed_at


class ConceptPages(Sitemap):  # type: ignore[type-arg]  # generic for the checker only
    """Places, people and tags that lead to something."""

    def items(self) -> Iterable[Any]:
        stories, events = Story.objects.visible_to(NOBODY), Event.objects.visible_to(NOBODY)
        organisations = Organisation.objects.visible_to(NOBODY)
        places = counted(
            Country.objects.visible_to(NOBODY),
            ((stories, "countries"), (events, "country"), (organisations.exclude(country__is_quiet=True), "country")),
        )
        people = counted(
            Population.objects.visible_to(NOBODY),
            ((stories, "populations"), (events, "populations"), (organisations, "populations")),
        )
        tags = counted(
            Topic.objects.visible_to(NOBODY), ((stories, "tagged_topics__tag"), (events, "tagged_topics__tag"))
        )
        return [*places, *people, *tags, *Source.objects.visible_to(NOBODY)]


RECORDS: dict[str, Any] = {
    "stories": Story,
    "events": Event,
    "themes": Theme,
    "syntheses": Synthesis,
    "organisations": Organisation,
    "programmes": Programme,
    "resources": Resource,
    "surveys": Survey,
}
sitemaps: dict[str, Any] = {
    "pages": StandingPages(),
    **{name: RecordPages(model) for name, model in RECORDS.items()},
    "concepts": ConceptPages(),
}
