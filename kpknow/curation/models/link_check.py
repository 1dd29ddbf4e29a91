from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What an address answered."""

    THERE = "there", _("there")
    MOVED = "moved", _("moved for good, and there")
    GONE = "gone", _("gone (404 or 410)")
    SILENT = "silent", _("no answer")
    UNTRUSTED = "untrusted", _("its certificate is not valid")
    ERROR = "error", _("an error")
    CLOSED = "closed", _("closed to machines: look by hand")
    NOT_ASKED = "not_asked", _("not asked: no address of the public web")


DEAD = (Outcome.GONE, Outcome.SILENT, Outcome.UNTRUSTED, Outcome.ERROR)
"""Readers who follow it find nothing."""


class LinkCheck(models.Model):
    """What an address readers can follow answered when it was last asked. Written by ``check_links`` only."""

    address = models.CharField(_("address"), max_length=500, unique=True)
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome.choices, db_index=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("times not there, in a row"), default=0)
    checked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("checked address")
        verbose_name_plural = _("checked addresses")
        ordering = ("-failures", "address")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.address

    @property
    def is_dead(self) -> bool:
        return self.outcome in DEAD
