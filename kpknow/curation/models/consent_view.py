from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Consent, Contributor


class ConsentPage(models.TextChoices):
    CONSENT = "consent", _("A consent")
    CONSENTS = "consents", _("The list of consents")
    CONTRIBUTOR = "contributor", _("A contributor with their consents")
    EVERYTHING = "everything", _("Everything a person appears in")
    WITHDRAWAL = "withdrawal", _("What withdrawing would take away")


class ConsentView(models.Model):
    """Who of the staff looked at what somebody agreed to, and when. Written with every look, changed by nobody."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who looked"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    page = models.CharField(_("page"), max_length=12, choices=ConsentPage.choices)
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("look at a consent")
        verbose_name_plural = _("looks at consents")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_page_display()} · {self.seen_at:%Y-%m-%d %H:%M}"
