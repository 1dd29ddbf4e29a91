"""Deciding about a comment."""

import pytest
from django.contrib.auth.models import AnonymousUser

from stories.actions.comments import (
    Identifying,
    accept_comment,
    hide_all_comments,
    reject_comment,
    takes_comments,
)
from stories.models import Comment, Moderation
from tests.builders import make_comment, make_story

pytestmark = pytest.mark.django_db


def test_only_an_accepted_comment_is_shown(curator: object) -> None:
    comment = make_comment(make_story(), moderation=Moderation.PENDING)
    readers = Comment.objects.visible_to(AnonymousUser())

    before = list(readers.all())
    accept_comment(comment, by=curator)  # type: ignore[arg-type]
    accepted = list(readers.all())
    reject_comment(comment, by=curator)  # type: ignore[arg-type]

    assert (before, accepted, list(readers.all())) == ([], [comment], [])


def test_a_comment_that_could_lead_to_a_person_is_not_accepted() -> None:
    story = make_story()
    leading = [
        make_comment(story, "Call me: +254 712 345 678", moderation="pending"),
        make_comment(story, "Write to zeb@example.org", moderation="pending"),
        make_comment(story, "Fine words.", name="zeb@example.org", moderation="pending"),
    ]

    for comment in leading:
        with pytest.raises(Identifying):
            accept_comment(comment, by=AnonymousUser())

    assert not Comment.objects.visible_to(AnonymousUser()).exists()


def test_all_comments_of_a_story_are_hidden_at_once_and_no_more_taken() -> None:
    story, other = make_story(takes_comments=True), make_story()
    for moderation in ("accepted", "pending", "rejected"):
        make_comment(story, moderation=moderation)
    kept = make_comment(other)

    assert hide_all_comments(story, by=AnonymousUser()) == 2

    story.refresh_from_db()
    assert list(Comment.objects.visible_to(AnonymousUser())) == [kept]
    assert takes_comments(story) is False
