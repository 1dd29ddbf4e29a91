from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import User
from kpknow.content.static_copy import is_copied
from stories.models.story import Story


class Moderation(models.TextChoices):
    PENDING = "pending", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Accepted comments on stories this reader may see. Nobody previews a comment in place.

        None in a copy that leaves for good: whoever wrote them was asked about this site alone.
        """
        if is_copied():
            return self.filter(pk__lt=0)  # not none(): it is asked as a part of questions that are written out as SQL
        stories = Story.objects.visible_to(user).filter(pk=models.OuterRef("story"))
        return self.filter(models.Exists(stories), moderation=Moderation.ACCEPTED)


class Comment(models.Model):
    """A reader's words: no e-mail, no address; shown only after a person accepted them."""

    story = models.ForeignKey(Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("name, if they gave one"), max_length=60, blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    moderation = models.CharField(
        _("moderation"), max_length=10, choices=Moderation.choices, default=Moderation.PENDING, db_index=True
    )
    written_on = models.DateField(_("written on"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return self.text[:60]
