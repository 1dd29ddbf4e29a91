"""What belongs to a story and who may be told of it: its people, places, tags, event and programme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from events.models import Event
from events.reading.catalogues import EVENTS
from kpknow.content.catalogue import Snapshot
from kpknow.content.facet import Facet
from kpknow.content.lookup import shown_record
from kpknow.content.models import User
from kpknow.content.prepared import PreparedRecords
from stories.models import Story
from stories.reading.story_facets import EXTRA_NAMES, EXTRAS, PEOPLE, PLACE, PROGRAMME, STORIES, TOPIC


@dataclass(frozen=True)
class Concept:
    """A word a story is filed under, and where it leads."""

    label: str
    url: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class StoryFacts:
    """``has`` names what else there is of it (see EXTRAS), so that nobody asks for what is not there."""

    countries: Sequence[Concept]
    populations: Sequence[Concept]
    topics: Sequence[Concept]
    programme: Concept | None
    event: Concept | None
    has: Collection[str]
    snapshot: Snapshot


AT_SLUG = PreparedRecords(Story, lambda slug: Story.objects.filter(slug=slug[0]).order_by(), by_text=True)
EVENT = PreparedRecords(Event, lambda key: Event.objects.filter(pk=key[0]).order_by())


class Addressed(Protocol):
    def get_absolute_url(self) -> str: ...


def concept(record: Addressed) -> Concept:
    return Concept(str(record), record.get_absolute_url())


def asked_for(slug: str, user: User) -> tuple[Story, StoryFacts]:
    """The story at this address with what may be told of it; raises as shown_record does.

    For strangers one query: the catalogue has asked visible_to at this very content version. Staff preview drafts, of
    which it knows nothing; that takes the long way.
    """
    if isinstance(user, AnonymousUser):
        snapshot = STORIES.now()
        story = next(iter(AT_SLUG.records(slug)), None) if "\x00" not in slug else None
        if story and (position := snapshot.position(story.pk)) is not None:
            return story, catalogued(story, snapshot, position)
    story = shown_record(Story.objects.visible_to(user).for_page(user), slug)
    return story, looked_up(story)


def catalogued(story: Story, snapshot: Snapshot, position: int) -> StoryFacts:
    def of(facet: Facet, list_name: str) -> list[Concept]:
        bits, base = snapshot.values[facet.name], reverse(list_name)
        names = STORIES.names(snapshot, facet).items()
        return [Concept(name, f"{base}{value}/") for value, name in names if position in bits[value]]

    programmes = of(PROGRAMME, "events:programmes")
    shows_event = story.event_id and EVENTS.now().position(story.event_id) is not None
    extras = snapshot.values[EXTRAS.name]
    return StoryFacts(
        countries=of(PLACE, "pages:places"),
        populations=of(PEOPLE, "pages:people"),
        topics=of(TOPIC, "pages:tags"),
        programme=programmes[0] if programmes else None,
        event=concept(EVENT.records(story.event_id)[0]) if story.event_id and shows_event else None,
        has=[name for name, stories in extras.items() if position in stories],
        snapshot=snapshot,
    )


def looked_up(story: Story) -> StoryFacts:
    """The same from the story itself, which comes from for_page()."""
    return StoryFacts(
        countries=sorted((concept(country) for country in story.countries.all()), key=str),
        populations=[concept(population) for population in story.populations.all()],
        topics=[concept(topic) for topic in story.topics.all()],
        programme=concept(story.shown_programme) if story.shown_programme else None,
        event=concept(story.shown_event) if story.shown_event else None,
        has=EXTRA_NAMES,
        snapshot=STORIES.now(),
    )
