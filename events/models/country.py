from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.term import Concept, Term, TermKind
from kpknow.content.models import User


class CountryQuerySet(models.QuerySet["Country"]):
    def visible_to(self, user: User) -> Self:
        """Every country: a place is never finer than this, and the list is the same for everyone."""
        return self.all()


class Country(Concept):
    """A country or territory of ISO 3166-1 with its UN M49 region. Shipped with the site, not edited by hand."""

    code = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    m49 = models.CharField(_("UN M49"), max_length=3)
    name = models.CharField(_("name in English"), max_length=80, db_index=True)
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

    def get_absolute_url(self) -> str:
        return reverse("pages:place", args=(self.code.lower(),))

    def keep_names(self) -> None:
        """Nothing to keep: the names of countries are shipped (Unicode CLDR), and no term is preferred to them."""


class CountryTerm(Term):
    """Another or an older name of a country."""

    concept_field = "country"

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="terms")

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(kind=TermKind.PREFERRED),
                name="events_country_names_are_shipped",
                violation_error_message=_("The names of countries are shipped; add other names only."),
            ),
        ]
