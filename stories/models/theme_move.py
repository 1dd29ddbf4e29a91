from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.finding import Finding
from stories.models.theme import Theme


class MovedPart(models.Model):
    """Passages or findings of one theme went to another when it was split; readers of the first are told."""

    source = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="moved_parts")
    target = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="parts_from")

    class Meta:
        verbose_name = _("part that moved")
        verbose_name_plural = _("parts that moved")
        ordering = ("pk",)
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("source", "target"), name="stories_movedpart_said_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="stories_movedpart_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class FormerFinding(models.Model):
    """Where a finding stood before its theme was merged or split: its address leads to it for ever.

    ``slug`` is the theme's of then, in words as former addresses are.
    """

    slug = models.SlugField(_("address of its theme"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"))
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="former_places")

    class Meta:
        verbose_name = _("former place of a finding")
        verbose_name_plural = _("former places of findings")
        ordering = ("slug", "order")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("slug", "order"), name="stories_formerfinding_leads_to_one")]

    def __str__(self) -> str:
        return f"{self.slug} {self.order} → {self.finding}"
