"""What to read next, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from pyroaring import BitMap

from kpknow.content.catalogue import Snapshot
from stories.models import Story
from stories.reading.story_facets import PEOPLE, PLACE, STORIES, THEME

ENOUGH = 3


@dataclass(frozen=True)
class ReadNext:
    """Another story; ``kind`` and ``shared`` say in words what it has in common with this one."""

    story: Story
    kind: str
    shared: str


def read_next(story: Story, others: Collection[int], snapshot: Snapshot) -> list[ReadNext]:
    """Up to three stories that share a theme, else people, else a place, nearest first and then the newest: one query.

    ``others`` are not among them: the same story in other languages. Nothing for a story strangers may not see.
    """
    here = snapshot.position(story.pk)
    if here is None:
        return []
    taken = BitMap(place for pk in (story.pk, *others) if (place := snapshot.position(pk)) is not None)
    chosen: dict[int, tuple[str, str]] = {}
    for facet in (THEME, PEOPLE, PLACE):
        bits = snapshot.values[facet.name]
        shared = {name: bits[value] for value, name in STORIES.names(snapshot, facet).items() if here in bits[value]}
        near = BitMap.union(BitMap(), *shared.values()) - taken
        for pk in STORIES.newest(snapshot, near, 0, ENOUGH - len(chosen)):
            place = snapshot.position(pk)
            named = next(name for name, stories in shared.items() if place is not None and place in stories)
            chosen[pk] = (str(facet.label), named)
        taken |= near
    stories = Story.objects.only("slug", "title", "language").in_bulk(chosen)
    return [ReadNext(stories[pk], *why) for pk, why in chosen.items() if pk in stories]
