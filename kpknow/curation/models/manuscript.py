from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import User
from kpknow.content.models.record import language_tag
from kpknow.curation.documents.passages import Kind, Passage, speakers
from stories.models import Story


class ManuscriptQuerySet(models.QuerySet["Manuscript"]):
    def visible_to(self, user: User) -> Self:
        """Their own, and all of them to those who may view manuscripts: raw texts hold names nobody has checked yet."""
        if not (user.is_active and isinstance(user, PermissionsMixin)):
            return self.none()
        return self if user.has_perm("curation.view_manuscript") else self.filter(brought_by=user.pk)


class Manuscript(models.Model):
    """A text brought in, while a person makes stories of it. Its words go when its stories are saved."""

    name = models.CharField(
        _("what it is"), max_length=200, help_text=_("For staff; such as: film about the clinic, transcript.")
    )
    language = models.CharField(
        _("language"), max_length=20, default="en", validators=[language_tag], help_text=_("BCP 47: en, fr, pt-BR …")
    )
    passages_kept = models.JSONField(_("passages"), default=list)
    confirmed = models.JSONField(_("speakers confirmed"), default=list, help_text=_("Their labels."))
    notes = models.JSONField(_("what to know about it"), default=list)
    edition = models.PositiveIntegerField(_("edition"), default=1)
    stories = models.ManyToManyField(Story, verbose_name=_("stories made of it"), related_name="+", blank=True)
    brought_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought in by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("stories saved"), null=True, blank=True)

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("text brought in")
        verbose_name_plural = _("texts brought in")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def passages(self) -> list[Passage]:
        return [Passage(**kept) for kept in self.passages_kept]

    @passages.setter
    def passages(self, passages: Iterable[Passage]) -> None:
        self.passages_kept = [passage.as_json() for passage in passages]

    @property
    def speakers(self) -> list[str]:
        return speakers(self.passages)

    @property
    def unconfirmed(self) -> list[str]:
        """Speakers whom nobody has confirmed yet."""
        return [label for label in self.speakers if label not in self.confirmed]

    @property
    def parts(self) -> list[list[Passage]]:
        """The passages of each story to be: a new one begins at each opening heading; what is left out is not in it."""
        parts: list[list[Passage]] = [[]]
        for passage in self.passages:
            if passage.kind == Kind.OPENING and parts[-1]:
                parts.append([])
            if passage.kind != Kind.OUT:
                parts[-1].append(passage)
        return [part for part in parts if part]


class ManuscriptPicture(models.Model):
    """A picture that came with the text, cleaned already. It is kept in the row, so that it goes with it."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="pictures")
    place = models.PositiveSmallIntegerField(_("place among the pictures"))
    picture = models.BinaryField(_("picture"))

    class Meta:
        verbose_name = _("picture of a text brought in")
        verbose_name_plural = _("pictures of texts brought in")
        ordering = ("manuscript", "place")
        constraints = [models.UniqueConstraint(fields=("manuscript", "place"), name="curation_picture_place_once")]

    def __str__(self) -> str:
        return str(self.place)
