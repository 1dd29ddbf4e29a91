"""What the stories of a batch lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import models

from events.models import Event, Organisation
from kpknow.search.corpus.concepts import populations_by_slug, tags_by_slug
from kpknow.search.corpus.story_lines import StoryLine
from stories.models import Theme


@dataclass(frozen=True)
class Places:
    """Primary keys of events, themes and organisations by slug: those that are there, in three queries."""

    events: dict[str, int]
    themes: dict[str, int]
    organisations: dict[str, int]

    @classmethod
    def of(cls, lines: Sequence[StoryLine]) -> "Places":
        return cls(
            events=_keys(Event, (line.event for line in lines if line.event)),
            themes=_keys(Theme, (slug for line in lines for slug in line.themes)),
            organisations=_keys(Organisation, (slug for line in lines for slug in line.organisations)),
        )

    def missing(self, line: StoryLine) -> str:
        """What the line leads to and is nowhere, in words; empty where all is there."""
        if line.event and line.event not in self.events:
            return f"there is no event “{line.event}”"
        if lost := [slug for slug in line.themes if slug not in self.themes]:
            return f"there is no theme “{lost[0]}”"
        if lost := [slug for slug in line.organisations if slug not in self.organisations]:
            return f"there is no organisation “{lost[0]}”"
        return ""


@dataclass(frozen=True)
class Links:
    """Primary keys of all a story leads to. Populations and tags that were nowhere have been made."""

    places: Places
    populations: dict[str, int]
    tags: dict[str, int]

    @classmethod
    def of(cls, lines: Sequence[StoryLine], places: Places) -> "Links":
        return cls(
            places,
            populations=populations_by_slug(_each_once(line.populations for line in lines)),
            tags=tags_by_slug(_each_once(line.tags for line in lines)),
        )

    def event(self, line: StoryLine) -> int | None:
        return self.places.events[line.event] if line.event else None

    def organisations_of(self, line: StoryLine) -> list[int]:
        return [self.places.organisations[slug] for slug in line.organisations]

    def themes_of(self, line: StoryLine) -> list[int]:
        return [self.places.themes[slug] for slug in line.themes]

    def populations_of(self, line: StoryLine) -> list[int]:
        """Each once: two slugs may lead to the same people."""
        return list(dict.fromkeys(self.populations[slug] for slug in line.populations))

    def tags_of(self, line: StoryLine) -> list[int]:
        """Each once: two slugs may lead to the same tag, since tags are merged."""
        return list(dict.fromkeys(self.tags[slug] for slug in line.tags))


def _keys(model: type[models.Model], slugs: Iterable[str]) -> dict[str, int]:
    return dict(model._default_manager.filter(slug__in=set(slugs)).values_list("slug", "pk"))


def _each_once(slugs: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(slugs)))
