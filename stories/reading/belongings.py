"""What else belongs to a story: its films and pictures, the organisations in it, what readers said to it."""

from django.contrib.auth.models import AnonymousUser

from events.models import Organisation
from kpknow.content.models import User
from kpknow.content.prepared import PreparedRecords
from stories.models import Comment, Media, Story

NOBODY = AnonymousUser()
MEDIA = PreparedRecords(
    Media, lambda story: Media.objects.visible_to(NOBODY).filter(story=story[0]).order_by("order", "pk")
)
ORGANISATIONS = PreparedRecords(
    Organisation, lambda story: Organisation.objects.visible_to(NOBODY).filter(stories=story[0]).order_by("name")
)
COMMENTS = PreparedRecords(
    Comment, lambda story: Comment.objects.visible_to(NOBODY).filter(story=story[0]).order_by("received_at", "pk")
)


def media_of(story: Story, user: User) -> list[Media]:
    """Films, podcasts and pictures everybody in which agrees, each with its story loaded: one query."""
    if isinstance(user, AnonymousUser):
        media = MEDIA.records(story.pk)
    else:
        media = list(Media.objects.visible_to(user).filter(story=story).order_by("order", "pk"))
    for one in media:
        one.story = story
    return media


def organisations_in(story: Story, user: User) -> list[Organisation]:
    """Those that may be named, by name: one query."""
    if isinstance(user, AnonymousUser):
        return ORGANISATIONS.records(story.pk)
    return list(Organisation.objects.visible_to(user).filter(stories=story).order_by("name"))


def comments_on(story: Story, user: User) -> list[Comment]:
    """Accepted ones, oldest first: one query."""
    if isinstance(user, AnonymousUser):
        return COMMENTS.records(story.pk)
    return list(Comment.objects.visible_to(user).filter(story=story).order_by("received_at", "pk"))
