from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.highlight import Highlight
from stories.models.theme import Theme


class Pole(models.TextChoices):
    ONE = "one", _("First pole")
    TWO = "two", _("Second pole")


class Leaning(models.Model):
    """The pole of a tension a passage speaks for: one for each theme, whichever findings rest on it.

    It belongs to the passage and the theme, not to a coder: curators settle it. It means nothing once the theme is no
    tension any more, and nothing for another theme, whose poles are others.
    """

    theme = models.ForeignKey(Theme, verbose_name=_("tension"), on_delete=models.CASCADE, related_name="leanings")
    highlight = models.ForeignKey(Highlight, on_delete=models.CASCADE, related_name="leanings")
    pole = models.CharField(_("pole"), max_length=3, choices=Pole.choices)

    class Meta:
        verbose_name = _("pole of a tension")
        verbose_name_plural = _("poles of tensions it speaks for")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("highlight", "theme"),
                name="stories_leaning_one_pole",
                violation_error_message=_("A passage speaks for one pole of a tension."),
            ),
            models.CheckConstraint(condition=models.Q(pole__in=("one", "two")), name="stories_leaning_known_pole"),
        ]

    def __str__(self) -> str:
        return f"{self.highlight} → {self.theme.pole_name(self.pole)}"

    def clean(self) -> None:
        super().clean()
        if self.theme_id and not self.theme.is_tension:
            raise ValidationError({"theme": _("Only a tension has poles.")})
