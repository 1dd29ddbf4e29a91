from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Qualifier(models.TextChoices):
    """How exact the source is about a number."""

    EXACT = "exact", gettext_lazy("exactly")
    ABOUT = "about", gettext_lazy("about")
    NEARLY = "nearly", gettext_lazy("nearly")
    AT_LEAST = "at_least", gettext_lazy("at least, or more than")


class FigureKind(models.TextChoices):
    COUNT = "count", gettext_lazy("Count")
    SHARE = "share", gettext_lazy("Share, in percent")
    YEAR = "year", gettext_lazy("Year")


class Figure(models.Model):
    """A number with its meaning, its exactness and, for a share, its base: the database refuses a share without one."""

    order = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)
    label = models.CharField(gettext_lazy("what is counted"), max_length=120)
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=FigureKind.choices, default=FigureKind.COUNT)
    value = models.PositiveIntegerField(gettext_lazy("figure"))
    qualifier = models.CharField(
        gettext_lazy("how exact"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    base = models.PositiveIntegerField(
        gettext_lazy("base"), null=True, blank=True, help_text=gettext_lazy("Out of how many. A share needs it.")
    )
    base_not_stated = models.BooleanField(gettext_lazy("the source does not state the base"), default=False)
    base_words = models.CharField(
        gettext_lazy("base in words"), max_length=160, blank=True, help_text=gettext_lazy("Such as: of those invited.")
    )
    source_page = models.CharField(gettext_lazy("page or part of the source"), max_length=60, blank=True)

    class Meta:
        abstract = True
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="share")
                | models.Q(base__isnull=False, base__gt=0)
                | models.Q(base_not_stated=True),
                name="%(app_label)s_%(class)s_share_has_base",
                violation_error_message=gettext_lazy(
                    "A share needs its base, or “the source does not state the base”."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(base__isnull=True) | models.Q(base_not_stated=False),
                name="%(app_label)s_%(class)s_base_is_stated_or_not",
                violation_error_message=gettext_lazy("Either give the base or tick “does not state”, not both."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="share") | models.Q(value__lte=100),
                name="%(app_label)s_%(class)s_share_within_100",
                violation_error_message=gettext_lazy("A share is between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_words} {self.label}"

    def clean(self) -> None:
        super().clean()
        if self.kind == FigureKind.SHARE and not self.base and not self.base_not_stated:
            raise ValidationError({"base": _("A share needs its base, or “the source does not state the base”.")})
        if self.base is not None and self.base_not_stated:
            raise ValidationError({"base": _("Either give the base or tick “does not state”, not both.")})
        if self.kind == FigureKind.SHARE and self.value is not None and self.value > 100:
            raise ValidationError({"value": _("A share is between 0 and 100 percent.")})

    @property
    def value_words(self) -> str:
        """“4,000+”, “~24”, “31 of 32”, “88%”, “1997”."""
        number = str(self.value) if self.kind == FigureKind.YEAR else number_format(self.value, force_grouping=True)
        if self.kind == FigureKind.SHARE:
            number = _("%(number)s%%") % {"number": number}
        elif self.base:
            number = _("%(number)s of %(base)s") % {"number": number, "base": number_format(self.base)}
        return {Qualifier.ABOUT: f"~{number}", Qualifier.NEARLY: f"~{number}", Qualifier.AT_LEAST: f"{number}+"}.get(
            Qualifier(self.qualifier), number
        )

    @property
    def base_text(self) -> str:
        """The base in words; never empty for a share."""
        return base_words(self.base, self.base_not_stated, self.base_words)


def base_words(base: int | None, not_stated: bool, words: str) -> str:
    """“n = 32 of those invited”, “base not stated in the source”; empty only where no base was given at all."""
    if base is not None:
        stated = _("n = %(base)s") % {"base": number_format(base)}
        return f"{stated}, {words}" if words else stated
    if not_stated:
        stated = _("base not stated in the source")
        return f"{stated}; {words}" if words else stated
    return words


percent_validator = MaxValueValidator(100, gettext_lazy("A share is between 0 and 100 percent."))
