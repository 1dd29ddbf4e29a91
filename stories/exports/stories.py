"""Stories as rows and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser

from events.models import (
    Consent,
    Contributor,
    Country,
    Event,
    Organisation,
    Part,
    Population,
    Programme,
    Topic,
)
from kpknow.content.leaving import belonging
from kpknow.content.models import Source, Use
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference
from stories.models import Coding, Highlight, Story, StoryContribution, StoryKind, TaggedStory, Theme

NOBODY = AnonymousUser()
COLUMNS = (
    *("address", "title", "kind", "date", "date_edtf", "language", "standfirst"),
    *("people", "countries", "tags", "themes", "programme", "event", "organisations"),
    *("told_by", "source", "published_on"),
)
RIS_TYPES = {StoryKind.PODCAST: "SOUND", StoryKind.VIDEO: "VIDEO"}
ROW = ("slug", "title", "kind", "dated", "language", "standfirst", "published_at", "event", "programme", "source")


def leaving_stories() -> Any:
    """Stories that may leave the site."""
    return Story.objects.visible_to(NOBODY, Use.EXPORTS).only(*ROW)


@dataclass(frozen=True)
class Around:
    """What belongs to a stretch of stories, as far as it may leave the site too. Fourteen queries at any length."""

    people: Mapping[int, list[Any]]
    countries: Mapping[int, list[Any]]
    tags: Mapping[int, list[Any]]
    organisations: Mapping[int, list[Any]]
    tellers: Mapping[int, list[Any]]
    themes: Mapping[int, list[str]]
    events: Mapping[int, Event]
    programmes: Mapping[int, Programme]
    sources: Mapping[int, Source]

    @classmethod
    def of(cls, stories: list[Story]) -> Self:
        pks = [story.pk for story in stories]
        named = Consent.objects.covering(Part.NAME, Use.EXPORTS)
        told = StoryContribution.objects.filter(story__in=pks, consent__in=named).order_by("role", "pk")
        tellers = list(told.values_list("story", "contributor"))
        people = Contributor.objects.in_bulk({contributor for _story, contributor in tellers})
        named_tellers: dict[int, list[Any]] = {pk: [] for pk in pks}
        for story, contributor in tellers:
            named_tellers[story].append(people[contributor])
        relations: Any = Story
        return cls(
            belonging(pks, relations.populations.through, "story", "population", Population.objects.all()),
            belonging(pks, relations.countries.through, "story", "country", Country.objects.all()),
            belonging(pks, TaggedStory, "content_object", "tag", Topic.objects.visible_to(NOBODY)),
            belonging(
                pks,
                relations.organisations.through,
                "story",
                "organisation",
                Organisation.objects.visible_to(NOBODY, Use.EXPORTS),
            ),
            named_tellers,
            themes_of(pks),
            Event.objects.visible_to(NOBODY, Use.EXPORTS).in_bulk({story.event_id for story in stories}),
            Programme.objects.visible_to(NOBODY, Use.EXPORTS).in_bulk({story.programme_id for story in stories}),
            Source.objects.visible_to(NOBODY).in_bulk({story.source_id for story in stories}),
        )


def themes_of(pks: list[int]) -> Mapping[int, list[str]]:
    """Themes voiced in these stories, as far as the voices may leave the site: one query."""
    voices = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(block__story__in=pks)
    codings = Coding.objects.filter(highlight__in=voices, theme__in=Theme.objects.visible_to(NOBODY, Use.EXPORTS))
    rows = codings.order_by("theme__order", "theme__name").values_list("highlight__block__story", "theme__name")
    found: dict[int, dict[str, None]] = {}
    for story, theme in rows:
        found.setdefault(story, {})[theme] = None
    return {story: list(themes) for story, themes in found.items()}


def story_entries(stories: list[Any], address: Address) -> Iterator[Entry]:
    around = Around.of(stories)
    for story in stories:
        people, countries = words(around.people[story.pk]), sorted(words(around.countries[story.pk]))
        tags, voiced = sorted(words(around.tags[story.pk])), around.themes.get(story.pk, [])
        organisations = sorted(words(around.organisations[story.pk]))
        told_by = list(dict.fromkeys(one.public_name for one in around.tellers[story.pk]))
        event, programme = around.events.get(story.event_id), around.programmes.get(story.programme_id)
        source = around.sources.get(story.source_id)
        where = address(story.get_absolute_url())
        row = (
            *(where, story.title, story.get_kind_display(), story.when if story.dated else "", str(story.dated or "")),
            *(story.language, story.standfirst, people, countries, tags, voiced),
            *(str(programme) if programme else "", str(event) if event else "", organisations),
            *(told_by, source.title if source else "", story.published_at.date().isoformat()),
        )
        reference = Reference(
            RIS_TYPES.get(story.kind, "ELEC"),
            story.title,
            where,
            authors=told_by or organisations,
            date=story.dated,
            abstract=story.standfirst,
            keywords=[*people, *tags, *voiced, *countries],
            language=story.language,
            publisher=source.publisher if source else "",
            series=str(event) if event else "",
        )
        yield Entry(row, reference)


def words(concepts: list[Any]) -> list[str]:
    return [str(concept) for concept in concepts]


STORY_FILE = RecordFile("stories", COLUMNS, leaving_stories, story_entries)
