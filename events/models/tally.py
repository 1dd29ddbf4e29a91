from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.survey import Option, Question


class Breakdown(models.TextChoices):
    """By what answers are told apart; the value is the field of a response."""

    EVENT = "event", _("Event")
    ORGANISATION_KIND = "organisation_kind", _("Kind of organisation")
    COUNTRY = "country", _("Country")
    POPULATION = "population", _("People")
    WAVE = "wave", _("Wave")


class TallyQuerySet(models.QuerySet["Tally"]):
    def shown(self) -> Self:
        """What readers may see: see ``kpknow.safety.suppression``."""
        return self.filter(is_hidden=False)


class Tally(models.Model):
    """How many of a group gave one answer, counted once when answers come in. Readers see nothing of answers but this.

    ``breakdown`` is empty for all people, ``group`` for those of whom it is not recorded. Without ``option`` it is the
    base: how many of the group answered the question; with a number, its median and quartiles where so many answered
    that they are nobody's own. ``RANGE`` in place of a breakdown: answers between two numbers.
    """

    RANGE = "range"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="tallies")
    breakdown = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=60, blank=True)
    option = models.ForeignKey(Option, on_delete=models.CASCADE, null=True, related_name="tallies")
    order = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField()
    asked = models.PositiveIntegerField(null=True)
    is_hidden = models.BooleanField(default=False)
    lowest = models.FloatField(null=True)
    lower_quartile = models.FloatField(null=True)
    median = models.FloatField(null=True)
    upper_quartile = models.FloatField(null=True)
    highest = models.FloatField(null=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ("question", "breakdown", "order", "group", "option")
        indexes = [models.Index(fields=("question", "breakdown"), name="events_tallies_by_breakdown")]

    def __str__(self) -> str:
        return f"{self.breakdown}:{self.group} {self.count}"
