from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Topic


class DistinctTopicsQuerySet(models.QuerySet["DistinctTopics"]):
    def of(self, one: int, other: int) -> Self:
        """The pair of these two primary keys, in either order."""
        return self.filter(one=min(one, other), other=max(one, other))


class DistinctTopics(models.Model):
    """Two topics that look alike and are not the same: somebody said so, and they are not offered for merging again."""

    one = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(_("said"), auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DistinctTopicsQuerySet.as_manager()

    class Meta:
        verbose_name = _("topics that are not the same")
        verbose_name_plural = _("topics that are not the same")
        ordering = ("one__name", "other__name")
        constraints = [
            models.UniqueConstraint(fields=("one", "other"), name="curation_distinct_topics_said_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="curation_distinct_topics_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
