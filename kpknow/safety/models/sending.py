"""How much was sent lately. Keys are a few bits of a hash under a key of the day; no address is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sending(models.Model):
    """What stands in one bucket: ``level`` at ``since``, seconds since 1970; it drains as its rate says."""

    key = models.CharField(_("form and network"), max_length=40, unique=True)
    level = models.FloatField(_("level"))
    since = models.FloatField(_("since"), db_index=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
