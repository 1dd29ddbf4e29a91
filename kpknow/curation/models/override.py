from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import Record


class Decision(models.TextChoices):
    WAITING = "", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class OverrideQuerySet(models.QuerySet["Override"]):
    def about(self, record: Record) -> Self:
        return self.filter(kind=record._meta.label_lower, record_id=record.pk)

    def waiting(self) -> Self:
        return self.filter(decision=Decision.WAITING)


class Override(models.Model):
    """One person asks to publish a record though something is missing; another agrees, or not. Never changed after."""

    kind = models.CharField(_("kind of record"), max_length=60, help_text=_("Such as stories.story."))
    record_id = models.BigIntegerField(_("record"))
    title = models.CharField(_("record"), max_length=200)
    blockers = models.JSONField(_("what is passed over"), default=list)
    fingerprint = models.CharField(max_length=64, editable=False)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    decision = models.CharField(
        _("decision"), max_length=9, choices=Decision.choices, default=Decision.WAITING, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ("decision", "-asked_at")
        indexes = [models.Index(fields=("kind", "record_id"), name="curation_override_record")]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "record_id"), condition=models.Q(decision=""), name="curation_override_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | ~models.Q(decision="") & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="curation_override_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="confirmed") | ~models.Q(decided_by=models.F("asked_by")),
                name="curation_override_confirmed_by_another",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="curation_override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title
