"""What readers and moderators do with comments: left, accepted, rejected, all hidden at once."""

import logging

from django.db import transaction

from events.models import NAMELESS, Organisation, Part
from kpknow.content.models import User
from kpknow.safety.identifiers import find_identifiers
from kpknow.safety.identifiers.finding import Finding
from stories.models import Comment, Moderation, Story

logger = logging.getLogger(__name__)


class Identifying(Exception):
    """A comment names somebody or leads to them; ``findings`` says by what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.words for finding in findings))
        self.findings = findings


def takes_comments(story: Story) -> bool:
    """Whether readers may write: somebody allowed it, and no country of the story is a quiet one. One query at most."""
    return story.takes_comments and not story.countries.filter(is_quiet=True).exists()


def leave_comment(story: Story, *, name: str, text: str) -> Comment:
    """Held until a moderator has read it. Keeps the words, the name if any, and when: nothing of who sent it."""
    return Comment.objects.create(story=story, name=name, text=text)


def accept_comment(comment: Comment, *, by: User) -> None:
    """Show the comment under its story from the next request on. Raises Identifying: rejecting is what is left then."""
    if findings := identifiers_in(comment):
        raise Identifying(findings)
    _decide(comment, Moderation.ACCEPTED, by)


def reject_comment(comment: Comment, *, by: User) -> None:
    """Keep the comment from readers; one that was accepted before is gone from the next request on."""
    _decide(comment, Moderation.REJECTED, by)


@transaction.atomic
def hide_all_comments(story: Story, *, by: User) -> int:
    """Reject every comment that is shown or waits, and take no more. How many were hidden."""
    hidden = story.comments.exclude(moderation=Moderation.REJECTED).update(moderation=Moderation.REJECTED)
    Story.objects.filter(pk=story.pk).update(takes_comments=False)
    logger.info("%s comments on story %s hidden by account %s", hidden, story.pk, by.pk)
    return hidden


def identifiers_in(comment: Comment) -> list[Finding]:
    """What in its words or its name may lead to a person; names the story may print are allowed. Two queries."""
    people = comment.story.contributions.select_related("contributor", "consent")
    allowed = [one.contributor.public_name for one in people if one.covers(Part.NAME)]
    watched = Organisation.objects.filter(shield__in=NAMELESS).values_list("name", flat=True)
    return [
        finding
        for text in (comment.name, comment.text)
        for finding in find_identifiers(text, allowed, watched, comment.story.language)
    ]


def _decide(comment: Comment, decision: Moderation, by: User) -> None:
    if comment.moderation != decision:
        comment.moderation = decision
        comment.save(update_fields={"moderation"})
        logger.info("comment %s %s by account %s", comment.pk, decision, by.pk)
