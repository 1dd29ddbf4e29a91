"""A way somebody often looks at a list: its filters, search and order, under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="saved_views"
    )
    records = models.CharField(_("kind of record"), max_length=100)
    """The label of the model whose list it is: ``stories.story``."""
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters, search and order"), max_length=1000)
    """What stands behind the question mark of the address."""

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("account", "records", "name"), name="accounts_saved_view_once"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(query=""), name="accounts_saved_view_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name
