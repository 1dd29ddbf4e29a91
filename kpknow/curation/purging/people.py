"""People whose consent was withdrawn a day ago: what rested on it goes, wherever it stands.

A consent that only lapsed or is held back may be renewed: nothing of it is touched.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from events.models import Consent, Contributor, Naming, Session, SessionContribution
from events.models.session import SPEAKING
from kpknow.content.actions.publishing import withdraw
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.history.recording import unrecorded
from kpknow.content.markdown import plain_blocks
from kpknow.content.models import Status
from kpknow.curation.actions.erasing import ERASED
from kpknow.curation.models import Hiding
from kpknow.curation.purging.emptying import empty
from kpknow.curation.purging.records import purge_record
from stories.actions.blocks import read_blocks
from stories.models import Highlight, Story, StoryContribution
from stories.models.story_role import WHOLE_STORY

logger = logging.getLogger(__name__)
NOBODY = AnonymousUser()


def purge_people(before: dt.datetime) -> int:
    """Stories, turns, sessions and passages without consent, and the names of people none of whose consents stands.

    How many of all these; each in a transaction of its own, so that a run that was killed goes on where it was.
    """
    ended = Consent.objects.filter(withdrawn_at__lte=before)
    whole = StoryContribution.objects.filter(role__in=WHOLE_STORY, consent__in=ended)
    stories = Story.objects.filter(pk__in=whole.values("story")).exclude(status=Status.WITHDRAWN, title=ERASED)
    silent = SessionContribution.objects.filter(role__in=SPEAKING, consent__in=ended).values("session")
    said = Highlight.objects.filter(consent__in=ended).exclude(text=ERASED, exact="", voice="")
    standing = Consent.objects.exclude(pk__in=ended).values("contributor")
    people = Contributor.objects.filter(consents__in=ended).exclude(pk__in=standing).exclude(name=ERASED).distinct()
    reasons = ended.exclude(withdrawal_reason="")
    done = [
        *map(purge_story, stories.order_by("pk")),
        *map(purge_turns, turns(ended)),
        *map(purge_session, Session.objects.filter(pk__in=silent).exclude(title=ERASED).order_by("pk")),
        *map(purge_passage, said.order_by("pk")),
        *map(purge_person, people.order_by("pk")),
    ]
    for consent in reasons.order_by("pk"):
        purge_reason(consent)
    return len(done)


@transaction.atomic
def purge_story(story: Story) -> None:
    """Of a teller or author: withdrawn first, so that its address says that it is gone."""
    hold_writers()
    if story.status != Status.WITHDRAWN:
        withdraw(story, by=NOBODY, reason=ERASED)
    purge_record(story)


def turns(ended: "models.QuerySet[Consent]") -> Iterable[StoryContribution]:
    spoken = StoryContribution.objects.filter(consent__in=ended).exclude(role__in=WHOLE_STORY)
    return spoken.exclude(label="").select_related("story").order_by("pk")


@transaction.atomic
def purge_turns(contribution: StoryContribution) -> None:
    """A speaker's turns leave the text with the label before them; what others say stays where it is."""
    hold_writers()
    story = Story.objects.select_for_update().get(pk=contribution.story_id)
    passages = set(Highlight.objects.filter(block__contribution=contribution).values_list("pk", flat=True))
    with unrecorded():
        empty(Highlight.objects.filter(pk__in=passages))
        story.body = without_turns(story.body, contribution.label)
        Story.objects.filter(pk=story.pk).update(body=story.body)
        read_blocks(story)
        StoryContribution.objects.filter(pk=contribution.pk).update(label="")
    for passage in Highlight.objects.filter(pk__in=passages):
        erase_from_history(passage, by=None)
    erase_from_history(story, by=None)


def without_turns(body: str, label: str) -> str:
    """Paragraph by paragraph; where those are not what Markdown makes of the whole, from its plain blocks anew."""
    chunks = body.replace("\r\n", "\n").split("\n\n")
    left = "\n\n".join(chunk for chunk in chunks if all(block.label != label for block in plain_blocks(chunk)))
    if all(block.label != label for block in plain_blocks(left)):
        return left
    begins = {"heading": "## ", "item": "- "}
    return "\n\n".join(
        f"{f'[{block.label}] ' if block.label else begins.get(block.kind, '')}{block.text}"
        for block in plain_blocks(left)
        if block.label != label
    )


@transaction.atomic
def purge_session(session: Session) -> None:
    """Somebody who spoke takes the whole of it along, as they do from the pages."""
    hold_writers()
    passages = set(Highlight.objects.filter(session=session).values_list("pk", flat=True))
    with unrecorded():
        empty(Highlight.objects.filter(pk__in=passages))
        empty(Session.objects.filter(pk=session.pk))
    for passage in Highlight.objects.filter(pk__in=passages):
        erase_from_history(passage, by=None)
    erase_from_history(session, by=None)


@transaction.atomic
def purge_passage(passage: Highlight) -> None:
    hold_writers()
    with unrecorded():
        empty(Highlight.objects.filter(pk=passage.pk))
    erase_from_history(passage, by=None)


@transaction.atomic
def purge_person(person: Contributor) -> None:
    """Their name of then, and what the history says of every record they are in."""
    hold_writers()
    with unrecorded():
        values: dict[str, Any] = {"name": ERASED, "role": "", "paper_kept_at": "", "naming": Naming.UNNAMED}
        Contributor.objects.filter(pk=person.pk).update(**values)
        Hiding.objects.filter(contributor=person).update(review="")
    erase_from_history(person, by=None)
    logger.info("purged contributor %s", person.pk)


@transaction.atomic
def purge_reason(consent: Consent) -> None:
    """Why it was withdrawn is somebody's words too. That it was, and when, stays."""
    hold_writers()
    with unrecorded():
        Consent.objects.filter(pk=consent.pk).update(withdrawal_reason="")
    erase_from_history(consent, by=None)
