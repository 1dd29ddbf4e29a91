from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import Record
from kpknow.safety.identifiers import Kind


class PassageAnswerQuerySet(models.QuerySet["PassageAnswer"]):
    def of(self, record: Record) -> Self:
        return self.filter(record_kind=record._meta.label_lower, record=record.pk)


class PassageAnswer(models.Model):
    """Why one passage that looks like somebody's name or number may be public, and who agreed.

    It holds no words of the passage, only a keyed hash, and counts just while these words stand in this field. It names
    its record in words and by key: it belongs to records of every kind.
    """

    record_kind = models.CharField(_("kind of record"), max_length=60)
    record = models.BigIntegerField(_("key of the record"))
    field = models.CharField(_("field"), max_length=80)
    kind = models.CharField(_("what was found"), max_length=20, choices=Kind.choices)
    words_hash = models.CharField(max_length=64, editable=False)
    reason = models.TextField(_("why it may stay"), max_length=1000)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("said by"), on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(_("said"), auto_now_add=True)
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("agreed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    seconded_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    objects = PassageAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage that may stay")
        verbose_name_plural = _("passages that may stay")
        ordering = ("-pk",)
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=("record_kind", "record", "field", "kind", "words_hash"), name="curation_passage_answered_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="curation_passage_answer_has_reason"),
            models.CheckConstraint(
                condition=models.Q(seconded_by__isnull=True) | ~models.Q(seconded_by=models.F("said_by")),
                name="curation_passage_answer_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.record_kind} {self.record} · {self.field}"

    @property
    def is_agreed(self) -> bool:
        return self.seconded_by_id is not None
