from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import User


class CountryQuerySet(models.QuerySet["Country"]):
    def visible_to(self, user: User) -> Self:
        """Every country: a place is never finer than this, and the list is the same for everyone."""
        return self.all()


class Country(models.Model):
    """A country or territory of ISO 3166-1 with its UN M49 region. Shipped with the site, not edited by hand."""

    code = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    m49 = models.CharField(_("UN M49"), max_length=3)
    name = models.CharField(_("name in English"), max_length=80, db_index=True)
    names = models.JSONField(_("names by language"), default=dict)
    region = models.CharField(_("UN M49 region"), max_length=40, blank=True)
    subregion = models.CharField(_("UN M49 sub-region"), max_length=60, blank=True)
    map_x = models.SmallIntegerField(_("column on the dot map"), null=True, blank=True)
    map_y = models.SmallIntegerField(_("row on the dot map"), null=True, blank=True)
    is_quiet = models.BooleanField(
        _("quiet country"),
        default=False,
        help_text=_("Its page lists no organisations, and no comments are asked for."),
    )
    legal_context = models.TextField(_("legal context"), blank=True)
    legal_context_checked_on = models.DateField(_("legal context checked on"), null=True, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name",)

    def __str__(self) -> str:
        """The name in the reader's language, in English where we have none."""
        return str(self.names.get((get_language() or "en").split("-")[0], self.name))

    def get_absolute_url(self) -> str:
        return reverse("pages:place", args=(self.code.lower(),))
