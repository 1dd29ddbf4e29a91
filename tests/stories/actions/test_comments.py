"""Deciding about a comment."""

import pytest
from django.contrib.auth.models import AnonymousUser

from stories.actions.comments import accept_comment, reject_comment
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
