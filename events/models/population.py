from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.term import Concept, Term, one_preferred
from kpknow.content.models import User


class PopulationQuerySet(models.QuerySet["Population"]):
    def visible_to(self, user: User) -> Self:
        """All of them: the vocabulary itself says nothing about anyone."""
        return self.all()


class Population(Concept):
    """A group of people in the words of WHO and UNAIDS; readers see the label “People”."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("preferred term"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    broader = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        help_text=_("The larger group these people belong to: who searches for that finds these, too."),
    )
    definition = models.TextField(_("definition"), blank=True)
    usage_note = models.TextField(_("how to word it"), blank=True)
    terminology_source = models.CharField(_("source of the term"), max_length=200, blank=True)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ("order", "name")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(broader=models.F("pk")),
                name="events_population_is_not_part_of_itself",
                violation_error_message=_("A group is not a part of itself."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("pages:population", args=(self.slug,))


class PopulationTerm(Term):
    """Another word for a population."""

    concept_field = "population"

    population = models.ForeignKey(Population, on_delete=models.CASCADE, related_name="terms")

    class Meta(Term.Meta):
        constraints = [*Term.Meta.constraints, one_preferred("population")]
