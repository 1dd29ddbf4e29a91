"""Stories of a corpus, a batch at a time: read, told apart, written in bulk, updated one by one, indexed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from kpknow.content.models import Status
from kpknow.search.corpus import marks
from kpknow.search.corpus.index import index_follows
from kpknow.search.corpus.links import Links, Places
from kpknow.search.corpus.story_lines import StoryLine
from kpknow.search.corpus.story_rows import insert_stories
from kpknow.search.corpus.story_update import update_story
from kpknow.search.corpus.tally import Tally
from stories.models import Story


def unchanged(digests: Iterable[str]) -> set[str]:
    """Digests of lines whose stories stand as those lines have them. Two queries."""
    brought = marks.brought_by(Story, list(digests))
    standing = set(Story.objects.filter(pk__in=brought.values()).values_list("pk", flat=True))
    return {digest for digest, key in brought.items() if key in standing}


@transaction.atomic
def load_stories(lines: Sequence[StoryLine], tally: Tally) -> None:
    """Add the new and update the changed. No slug comes twice. The queries for adding do not grow with the batch."""
    there: dict[str, Any] = {
        story.slug: story
        for story in Story.objects.filter(slug__in=[line.slug for line in lines]).only("slug", "status")
    }
    digests = marks.digests_of(Story, [story.pk for story in there.values()])
    allowed = []
    for line in lines:
        story = there.get(line.slug)
        if story and story.pk not in digests:
            tally.refuse(line.number, f"“{line.slug}” is a story that no corpus brought")
        elif story and story.status == Status.WITHDRAWN:
            tally.refuse(line.number, f"“{line.slug}” was withdrawn and stays so")
        else:
            allowed.append(line)
    places = Places.of(allowed)
    new: list[StoryLine] = []
    changed: list[StoryLine] = []
    for line in allowed:
        if reason := places.missing(line):
            tally.refuse(line.number, reason)
        else:
            (changed if line.slug in there else new).append(line)
    with index_follows() as indexed:
        links = Links.of([*new, *changed], places)
        keys, passages = insert_stories(new, links)
        indexed.update(("stories.story", key) for key in keys)
        indexed.update(("stories.highlight", key) for key in passages)
        for line in changed:
            update_story(there[line.slug].pk, line, links)
        marks.mark(Story, [(key, line.digest) for key, line in zip(keys, new, strict=True)])
        marks.mark_anew(Story, {there[line.slug].pk: line.digest for line in changed})
    tally.counts.update(added=len(new), updated=len(changed))
