from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models.sealed import Sealed


class ChangeVerb(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, record: models.Model) -> Self:
        """Everything that happened to this record, to its rows and to what it is tied to."""
        return self.filter(record_kind=record._meta.label_lower, record_key=str(record.pk))


class Change(Sealed):
    """One row of one curated table, before and after. Written by triggers only, whatever the route of the change.

    ``record_kind`` and ``record_key`` name the record it belongs to (its admin page), ``kind`` and ``row_key`` the row
    itself. ``before`` and ``after`` are JSON objects of its columns. ``act`` is shared by all changes of one request.
    """

    TOLD = ("at", "verb", "record_kind", "record_key", "kind", "row_key", "account", "route", "act")
    CONTENT = ("before", "after")

    verb = models.CharField(_("verb"), max_length=8, choices=ChangeVerb.choices)
    record_kind = models.CharField(_("kind of record"), max_length=60)
    record_key = models.CharField(_("key of the record"), max_length=60)
    kind = models.CharField(_("kind of row"), max_length=60)
    row_key = models.CharField(_("key of the row"), max_length=60)
    before = models.TextField(_("before"), null=True)  # noqa: DJ001  # no text and an empty one differ here
    after = models.TextField(_("after"), null=True)  # noqa: DJ001  # as above
    route = models.CharField(_("how"), max_length=40, default="", blank=True)
    act = models.BigIntegerField(default=0)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("history")
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = [("take_back", _("Can take back everything an account changed"))]
        indexes = [
            models.Index(fields=("record_kind", "record_key", "id"), name="content_change_of_record"),
            models.Index(fields=("account", "at"), name="content_change_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.kind} {self.row_key}"
