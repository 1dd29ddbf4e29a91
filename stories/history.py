"""What the history of stories must ask of consents, and what goes with a person who is erased."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from events.history import all_hold, consents_at, session_holds
from events.models import Consent, Contributor
from kpknow.content.history.erasing import also_erase, also_forget
from kpknow.content.history.withholding import ask_consent, once_tied, records_once_tied
from stories.actions.versions import forget_passages
from stories.models import Block, Highlight, Media, Story, StoryContribution, Theme


def story_holds(key: str) -> bool:
    current = StoryContribution.objects.filter(story=int(key))
    return all_hold(consents_at("stories.story", key, "stories.storycontribution", current))


def highlight_holds(key: str) -> bool:
    """Its own consents, those it had, and those of the story or session its words were taken from."""
    row: Any = Highlight.objects.filter(pk=key).values("consent", "block__story", "was_in", "session").first() or {}
    own = once_tied("stories.highlight", key, "stories.highlight", "consent_id")
    blocks = once_tied("stories.highlight", key, "stories.highlight", "block_id")
    stories = set(Block.objects.filter(pk__in=blocks).values_list("story", flat=True))
    stories |= {row.get("block__story"), row.get("was_in")}
    sessions = once_tied("stories.highlight", key, "stories.highlight", "session_id") | {row.get("session")}
    kept = {row["consent"]} if row.get("consent") else set()
    return (
        all_hold(own | kept)
        and all(story_holds(str(story)) for story in stories if story)
        and all(session_holds(str(session)) for session in sessions if session)
    )


def picture_holds(key: str) -> bool:
    """Everybody of its story: who is seen is chosen among them."""
    story = Media.objects.filter(pk=key).values_list("story", flat=True).first()
    return story is None or story_holds(str(story))


def words_of_person(person: Contributor) -> Iterable[tuple[str, Iterable[Any]]]:
    """Stories they are or were in, with their pictures, and what was marked there or under a consent of theirs."""
    current = StoryContribution.objects.filter(contributor=person).values_list("story", flat=True)
    former = records_once_tied("stories.storycontribution", "contributor_id", [person.pk])
    stories = {*current, *map(int, former)}
    yield "stories.story", stories
    pictures = Media.objects.filter(story__in=stories).values_list("pk", flat=True)
    yield "stories.media", {*map(str, pictures), *records_once_tied("stories.media", "story_id", stories)}
    consents = set(Consent.objects.filter(contributor=person).values_list("pk", flat=True))
    said = Q(consent__in=consents) | Q(block__story__in=stories) | Q(was_in__in=stories)
    blocks = set(Block.objects.filter(story__in=stories).values_list("pk", flat=True))
    yield "stories.highlight", Highlight.objects.filter(said).values_list("pk", flat=True)
    yield "stories.highlight", records_once_tied("stories.highlight", "consent_id", consents)
    yield "stories.highlight", records_once_tied("stories.highlight", "block_id", blocks)


def forget_voices_of_person(person: Contributor) -> None:
    """In frozen versions, what was marked in stories they are in or under a consent of theirs."""
    stories = StoryContribution.objects.filter(contributor=person).values("story")
    said = Q(consent__contributor=person) | Q(block__story__in=stories)
    forget_passages(Highlight.objects.filter(said).values_list("public_id", flat=True))


def forget_voices_of_story(story: Story) -> None:
    forget_passages(Highlight.objects.filter(block__story=story).values_list("public_id", flat=True))


def forget_voice(highlight: Highlight) -> None:
    forget_passages([highlight.public_id])


def forget_versions(theme: Theme) -> None:
    theme.versions.all().delete()


def listen() -> None:
    ask_consent("stories.story", story_holds)
    ask_consent("stories.highlight", highlight_holds)
    ask_consent("stories.media", picture_holds)
    also_erase("events.contributor", words_of_person)
    also_forget("events.contributor", forget_voices_of_person)
    also_forget("stories.story", forget_voices_of_story)
    also_forget("stories.highlight", forget_voice)
    also_forget("stories.theme", forget_versions)
