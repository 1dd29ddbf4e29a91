from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    LOOKED_AT = "looked_at", _("Being looked at")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Not done")


class RemovalRequest(models.Model):
    """A stranger asks to change or remove something. No name, no address; a way to reach them only until answered."""

    page = models.CharField(_("page"), max_length=300, blank=True)
    words = models.TextField(_("what is wrong"), max_length=4000)
    contact = models.TextField(_("how to reach them"), blank=True, editable=False)
    """Ciphertext, under a key that is not in the database."""
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=RequestState.choices, default=RequestState.WAITING, db_index=True
    )
    answer = models.TextField(_("answer"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request to change or remove")
        verbose_name_plural = _("requests to change or remove")
        ordering = ("-pk",)
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("done", "declined")) | (~models.Q(answer="") & models.Q(contact="")),
                name="curation_answered_request_keeps_no_contact",
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
