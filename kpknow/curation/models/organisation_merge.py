from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Organisation
from kpknow.curation.models.moved import Merge


class OrganisationMerge(Merge):
    """One organisation became another."""

    merged = models.ForeignKey(
        Organisation, verbose_name=_("merged organisation"), on_delete=models.PROTECT, related_name="+"
    )
    kept = models.ForeignKey(
        Organisation, verbose_name=_("kept organisation"), on_delete=models.PROTECT, related_name="+"
    )
    name_added = models.BigIntegerField(_("key of the name added"), null=True, blank=True)
    addresses_before = models.JSONField(
        _("former addresses before"), default=dict, help_text=_("Old slug and where it led.")
    )

    class Meta(Merge.Meta):
        verbose_name = _("merge of organisations")
        verbose_name_plural = _("merges of organisations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged=models.F("kept")), name="curation_organisation_merge_of_two"
            ),
            models.UniqueConstraint(
                fields=("merged",),
                condition=models.Q(undone_at__isnull=True),
                name="curation_organisation_merge_stands_once",
            ),
        ]


class DistinctOrganisations(models.Model):
    """Two organisations that look alike and are not the same: somebody said so."""

    one = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(_("said"), auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("organisations that are not the same")
        verbose_name_plural = _("organisations that are not the same")
        constraints = [
            models.UniqueConstraint(fields=("one", "other"), name="curation_distinct_organisations_said_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="curation_distinct_organisations_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
