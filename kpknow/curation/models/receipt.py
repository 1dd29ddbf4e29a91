from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Contributor


class Receipt(models.Model):
    """The code a person was given when they agreed. Only its hash is here: nobody can read it again."""

    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.CASCADE, related_name="receipts"
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("-pk",)
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("contributor",), condition=models.Q(ended_at__isnull=True), name="curation_one_receipt_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.contributor)


class Hiding(models.Model):
    """A person hid all of theirs with their code. It holds until somebody of the staff has reviewed it."""

    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.CASCADE, related_name="hidings"
    )
    hidden_at = models.DateTimeField(_("hidden"), auto_now_add=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_released = models.BooleanField(_("shown again"), default=False)
    review = models.TextField(_("what the review found"), blank=True)

    class Meta:
        verbose_name = _("hidden by the person")
        verbose_name_plural = _("hidden by the person")
        ordering = ("-pk",)
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=("contributor",),
                condition=models.Q(reviewed_at__isnull=True),
                name="curation_one_open_hiding_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True) | ~models.Q(review=""), name="curation_hiding_reviewed_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contributor)
