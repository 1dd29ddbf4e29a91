from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import User


class PopulationQuerySet(models.QuerySet["Population"]):
    def visible_to(self, user: User) -> Self:
        """All of them: the vocabulary itself says nothing about anyone."""
        return self.all()


class Population(models.Model):
    """A group of people in the words of WHO and UNAIDS; readers see the label “People”."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("preferred term"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    definition = models.TextField(_("definition"), blank=True)
    usage_note = models.TextField(_("how to word it"), blank=True)
    terminology_source = models.CharField(_("source of the term"), max_length=200, blank=True)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:population", args=(self.slug,))


class TermKind(models.TextChoices):
    SYNONYM = "synonym", _("Also said")
    AVOID = "avoid", _("Older or hurtful; found, never printed as ours")


class PopulationTerm(models.Model):
    """Another word for a population, in one language."""

    population = models.ForeignKey(Population, on_delete=models.CASCADE, related_name="terms")
    language = models.CharField(_("language"), max_length=20, default="en")
    term = models.CharField(_("term"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=TermKind.choices, default=TermKind.SYNONYM)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("kind", "language", "term")
        constraints = [
            models.UniqueConstraint(fields=("population", "language", "term"), name="events_population_term_once")
        ]

    def __str__(self) -> str:
        return self.term
