from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Moved(models.Model):
    """Rows that named one record and name another since: enough to say what happened, and to undo exactly that."""

    names = models.JSONField(_("their names then"), help_text=_("Of the merged one, then of the kept one."))
    moved = models.JSONField(
        _("rows moved"), default=dict, help_text=_("Table and column, and the keys of the rows that changed hands.")
    )
    removed = models.JSONField(
        _("rows removed as doubles"), default=list, encoder=DjangoJSONEncoder, help_text=_("As they were.")
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
        abstract = True
        ordering = ("-pk",)

    def __str__(self) -> str:
        return " → ".join(self.names)


class Merge(Moved):
    """One record became another."""

    merged_before = models.JSONField(_("merged record before the merge"), encoder=DjangoJSONEncoder)
    merged_state = models.JSONField(_("merged record after the merge"), encoder=DjangoJSONEncoder)
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Moved.Meta):
        abstract = True
