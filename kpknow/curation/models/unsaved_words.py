import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import User

KEPT_FOR = dt.timedelta(days=14)
NEW = "new"
"""In place of a key: the record is being added."""


class UnsavedWordsQuerySet(models.QuerySet["UnsavedWords"]):
    def of(self, user: User, kind: str, key: str) -> Self:
        """Their own for this form, while they are kept; nobody ever sees another's."""
        since = timezone.now() - KEPT_FOR
        return self.filter(account=user.pk, kind=kind, key=key, saved_at__gt=since)


class UnsavedWords(models.Model):
    """What somebody typed into a form and has not saved: their own until they save, throw away, or 14 days pass.

    A copy of the record's words: whoever erases a record erases these too (``actions.unsaved.forget``).
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind of record"), max_length=60)
    key = models.CharField(_("record"), max_length=40)
    fields = models.JSONField(_("fields"), default=dict)
    saved_at = models.DateTimeField(_("saved at"))

    objects = UnsavedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved words")
        verbose_name_plural = _("unsaved words")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("account", "kind", "key"), name="curation_unsaved_once_a_form")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def lists(self) -> dict[str, list[Any]]:
        return dict(self.fields)
