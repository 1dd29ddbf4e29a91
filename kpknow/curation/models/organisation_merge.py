from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Organisation


class OrganisationMerge(models.Model):
    """One organisation became another: everything needed to say what happened, and to undo exactly that."""

    merged = models.ForeignKey(
        Organisation, verbose_name=_("merged organisation"), on_delete=models.PROTECT, related_name="+"
    )
    kept = models.ForeignKey(
        Organisation, verbose_name=_("kept organisation"), on_delete=models.PROTECT, related_name="+"
    )
    names = models.JSONField(_("their names then"), help_text=_("Of the merged one, then of the kept one."))
    merged_before = models.JSONField(_("merged organisation before the merge"), encoder=DjangoJSONEncoder)
    merged_state = models.JSONField(_("merged organisation after the merge"), encoder=DjangoJSONEncoder)
    moved = models.JSONField(
        _("rows moved"), default=dict, help_text=_("Table and column, and the keys of the rows that changed hands.")
    )
    removed = models.JSONField(
        _("rows removed as doubles"), default=list, encoder=DjangoJSONEncoder, help_text=_("As they were.")
    )
    name_added = models.BigIntegerField(_("key of the name added"), null=True, blank=True)
    addresses_before = models.JSONField(
        _("former addresses before"), default=dict, help_text=_("Old slug and where it led.")
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("merge of organisations")
        verbose_name_plural = _("merges of organisations")
        ordering = ("-pk",)
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

    def __str__(self) -> str:
        return " → ".join(self.names)


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
