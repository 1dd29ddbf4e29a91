from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HOURS = 72


def hash_of(token: str) -> str:
    """What is stored: somebody who reads the table cannot open a link."""
    return sha256(token.encode(errors="replace")).hexdigest()


class DraftLink(models.Model):
    """An address that shows one record to whoever has it, for 72 hours at most."""

    kind = models.CharField(_("kind of record"), max_length=60)
    key = models.BigIntegerField(_("record"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.CASCADE, related_name="+"
    )
    ends_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind_name} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.ends_at > timezone.now()

    @property
    def kind_name(self) -> str:
        return str(apps.get_model(self.kind)._meta.verbose_name)

    def record(self) -> Any:
        """The record it shows, or None once that is gone. One query."""
        return apps.get_model(self.kind)._default_manager.filter(pk=self.key).first()
