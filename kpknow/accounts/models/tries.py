"""How often somebody tried to get in. Keys are hashes under a key of the day; no name and no address is kept."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """What was tried today by one network, at one account, or by one network at one account."""

    key = models.CharField(_("keyed hash"), max_length=64, unique=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    free_at = models.DateTimeField(_("next try from"), default=timezone.now)
    day = models.DateField(_("day"), db_index=True)

    class Meta:
        verbose_name = _("tries")
        verbose_name_plural = _("tries")

    def __str__(self) -> str:
        return f"{self.tries}"


class SpentCode(models.Model):
    """A code of an authenticator app that was used: nobody who looked over a shoulder can use it again."""

    key = models.CharField(_("keyed hash"), max_length=64, unique=True)
    day = models.DateField(_("day"), db_index=True)

    class Meta:
        verbose_name = _("spent code")
        verbose_name_plural = _("spent codes")

    def __str__(self) -> str:
        return self.key[:8]
