"""Stories that lack one thing each before they may be published."""

from collections.abc import Callable
from typing import Any

from events.models import Country
from kpknow.content.actions import publishing
from kpknow.content.models import Status
from stories.models import Story
from tests import builders as make


def no_alternative_text(story: Story) -> None:
    make.make_picture(story, alternative_text="")


def sensitive(story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(is_sensitive=True, content_note="Speaks of violence.")


def sensitive_without_note(story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(is_sensitive=True)


def quiet_country(story: Story) -> None:
    Country.objects.filter(code="KE").update(is_quiet=True)


def no_consent(story: Story) -> None:
    story.contributions.update(consent=None)


def unknown_face(story: Story) -> None:
    make.make_picture(story, nobody_recognisable=False)


def finding(story: Story) -> None:
    publishing.add_check(lambda record: [publishing.Blocker("Answer its findings.", "body")])


BLOCKED = [
    no_alternative_text,
    sensitive,
    sensitive_without_note,
    quiet_country,
    no_consent,
    unknown_face,
    finding,
]
FINAL = [no_consent, unknown_face]


def make_blocked(block: Callable[[Story], None], **fields: Any) -> Story:
    story = make.make_story(**{"status": Status.DRAFT} | fields)
    block(story)
    return Story.objects.get(pk=story.pk)
