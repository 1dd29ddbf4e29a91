from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What a row of a file would do."""

    UNREAD = "unread", _("Not checked yet")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    ERROR = "error", _("Error")


class ImportQuerySet(models.QuerySet["Import"]):
    def standing(self) -> Self:
        return self.filter(imported_at__isnull=False, undone_at__isnull=True)

    def unfinished(self) -> Self:
        return self.filter(imported_at__isnull=True)


class Import(models.Model):
    """One file brought in, or about to be: a batch that is undone as one.

    ``content`` is the file until its columns are settled, then nothing; its rows then say what it would do.
    """

    kind = models.CharField(_("kind of records"), max_length=20)
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    content = models.BinaryField(null=True, blank=True, editable=False)
    encoding = models.CharField(_("letters"), max_length=20, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    headings = models.JSONField(_("headings"), default=list)
    mapping = models.JSONField(_("columns"), default=dict, help_text=_("Place of a heading, and the column it is."))
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    imported_at = models.DateTimeField(_("brought in"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("Import %(number)s") % {"number": self.pk})

    @property
    def places(self) -> dict[int, str]:
        """The mapping as code uses it: JSON has no numbers for keys."""
        return {int(place): key for place, key in self.mapping.items()}


class ImportedRow(models.Model):
    """One row of a file: what stood in it, what it would do, and once it is brought in what it did.

    ``record`` is a key in words, as former addresses hold them: it outlives the record. ``texts_before`` and
    ``texts_after`` are the record's columns as written into files, the ground for locks and for undoing.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"))
    wrong = models.JSONField(default=dict)
    verdict = models.CharField(_("what it does"), max_length=8, choices=Verdict.choices, default=Verdict.UNREAD)
    is_chosen = models.BooleanField(_("chosen"), default=False)
    errors = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    alike = models.JSONField(default=list)
    record = models.BigIntegerField(_("key of the record"), null=True, blank=True)
    said_to_be = models.BigIntegerField(_("key of the record somebody said it is"), null=True, blank=True)
    is_done = models.BooleanField(_("brought in"), default=False)
    made_record = models.BooleanField(_("made the record"), default=False)
    is_undone = models.BooleanField(_("undone"), default=False)
    texts_before = models.JSONField(default=dict)
    texts_after = models.JSONField(default=dict)
    title = models.CharField(_("record"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ("batch", "number")
        constraints = [models.UniqueConstraint(fields=("batch", "number"), name="curation_imported_row_once")]
        indexes = [
            models.Index(fields=("batch", "verdict", "number"), name="curation_rows_by_verdict"),
            models.Index(fields=("record", "is_done"), name="curation_rows_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


def last_texts(kind: str, keys: list[Any]) -> dict[Any, dict[str, str]]:
    """Record key → column key → the text a file set last, over all batches that stand. One query."""
    rows = ImportedRow.objects.filter(
        record__in=keys, is_done=True, is_undone=False, batch__kind=kind, batch__undone_at__isnull=True
    )
    texts: dict[Any, dict[str, str]] = {}
    for record, after in rows.order_by("pk").values_list("record", "texts_after"):
        texts.setdefault(record, {}).update(after)
    return texts
