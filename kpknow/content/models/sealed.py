"""What logs that are only added to have in common: each row is sealed into a chain."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sealed(models.Model):
    """A row of a log. Triggers of the database refuse to change or remove it (history/triggers.py).

    ``seal`` is a hash over the row and the seal before it, in the order of ``place``; the content goes into it as a
    salted ``digest`` only, so that it can be erased for somebody's sake while the chain still holds. Empty until
    ``seal_logs`` came by, which is at the end of every staff request and after every commit of a save.
    """

    TOLD: ClassVar[tuple[str, ...]] = ()
    """What happened, to what, by whom: kept for ever."""
    CONTENT: ClassVar[tuple[str, ...]] = ()
    """Texts that can be erased."""

    at = models.DateTimeField(_("when"))
    account = models.BigIntegerField(
        _("account"), null=True, help_text=_("Its key: the log outlives accounts. Empty: nobody was signed in.")
    )
    place = models.BigIntegerField(_("place in the chain"), null=True, unique=True)
    salt = models.CharField(max_length=32, default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    seal = models.CharField(max_length=64, default="", blank=True)
    is_erased = models.BooleanField(_("erased"), default=False)

    class Meta:
        abstract = True


class ChainHead(models.Model):
    """The last seal of each log: what is missing at the end shows here."""

    log = models.CharField(max_length=60, primary_key=True)
    place = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.log} {self.place}"
