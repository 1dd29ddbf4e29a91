from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories.models.theme import Theme


class ThemeVersionQuerySet(models.QuerySet["ThemeVersion"]):
    def standing(self) -> Self:
        """Those nobody took back, the newest first. Whether a reader may see them, their theme says."""
        return self.filter(withdrawn_at__isnull=True).order_by("-number")


class ThemeVersion(models.Model):
    """What a theme said in public on one day, frozen so that a citation keeps its meaning.

    ``content`` holds our words, figures with their bases and the public ids of passages with a salted hash of their
    words (see ``stories.reading.outline``). What people said is never copied: it is read when the version is read.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    frozen_on = models.DateField(_("frozen on"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    note = models.CharField(
        _("what is new"), max_length=300, blank=True, help_text=_("Readers see it in the list of versions.")
    )
    content: Any = models.JSONField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(blank=True, editable=False)

    objects = ThemeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a theme")
        verbose_name_plural = _("versions of themes")
        ordering = ("theme", "-number")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("theme", "number"), name="stories_themeversion_number_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawal_reason=""),
                name="stories_themeversion_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} v{self.number}"

    def get_absolute_url(self) -> str:
        """Needs ``theme`` loaded."""
        return reverse("stories:theme_version", args=(self.theme.slug, self.number))
