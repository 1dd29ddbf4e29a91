"""What a moderator does with a reader's comment."""

import logging

from kpknow.content.models import User
from stories.models import Comment, Moderation

logger = logging.getLogger(__name__)


def accept_comment(comment: Comment, *, by: User) -> None:
    """Show the comment under its story from the next request on."""
    _decide(comment, Moderation.ACCEPTED, by)


def reject_comment(comment: Comment, *, by: User) -> None:
    """Keep the comment from readers; one that was accepted before is gone from the next request on."""
    _decide(comment, Moderation.REJECTED, by)


def _decide(comment: Comment, decision: Moderation, by: User) -> None:
    if comment.moderation != decision:
        comment.moderation = decision
        comment.save(update_fields={"moderation"})
        logger.info("comment %s %s by account %s", comment.pk, decision, by.pk)
