import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import Record, RecordQuerySet, User
from stories.models import wanted

LONGEST_SUMMARY = 60
"""Words in a theme's summary (UX: a funder reads the whole of it before scrolling)."""


class ThemeKind(models.TextChoices):
    THEME = "theme", _("Theme")
    GAP = "gap", _("Gap")
    BRIDGING_BEHAVIOUR = "bridging_behaviour", _("Bridging behaviour")
    ADAPTATION = "adaptation", _("Adaptation")
    PRINCIPLE = "principle", _("Principle")
    BARRIER = "barrier", _("Barrier")
    TENSION = "tension", _("Tension")


class ThemeQuerySet(RecordQuerySet["Theme"]):
    def for_page(self, user: User) -> Self:
        return super().for_page(user)

    def in_order(self) -> Self:
        return self.order_by("order", "name")


class Theme(Record):
    """Something several voices say, in our words: a summary, its findings and their limits."""

    wanted = wanted.THEME
    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ThemeKind.choices, default=ThemeKind.THEME)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    meaning = models.CharField(_("meaning in one line"), max_length=200)
    definition = models.TextField(
        _("definition for coders"), blank=True, help_text=_("Where one line is too short to code by.")
    )
    include = models.TextField(_("code it when"), blank=True)
    exclude = models.TextField(_("do not code it when"), blank=True)
    example = models.TextField(_("example"), blank=True, help_text=_("A typical passage, in our words."))
    guid = models.UUIDField(
        _("lasting number in codebooks"), default=uuid.uuid4, unique=True, null=True, editable=False
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("At most 60 words."))
    pole_one = models.CharField(_("first pole"), max_length=120, blank=True, help_text=_("For a tension."))
    pole_two = models.CharField(_("second pole"), max_length=120, blank=True)
    limits = models.TextField(_("limits"), blank=True, help_text=_("One a line."))
    written_by = models.CharField(_("written by"), max_length=200, blank=True, help_text=_("Roles, not names."))
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text=_("Its addresses lead there; its frozen versions stay where they were."),
    )

    lasting = ("merged_into_id",)
    objects = ThemeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("order", "name")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="tension") & ~models.Q(pole_one="") & ~models.Q(pole_two="")
                | ~models.Q(kind="tension") & models.Q(pole_one="", pole_two=""),
                name="stories_theme_tension_has_two_poles",
                violation_error_message=_("A tension has two poles; nothing else has any."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:theme", args=(self.slug,))

    @property
    def is_tension(self) -> bool:
        return self.kind == ThemeKind.TENSION

    def pole_name(self, pole: str) -> str:
        """In our words; empty where it is no tension or no pole of it."""
        names = {"one": self.pole_one, "two": self.pole_two} if self.is_tension else {}
        return names.get(pole, "")

    def clean(self) -> None:
        super().clean()
        if len(self.summary.split()) > LONGEST_SUMMARY:
            raise ValidationError({"summary": _("The summary has at most 60 words.")})

    def publication_requirements(self) -> list[Requirement]:
        from stories.models.theme_requirements import figure_blockers, finding_blockers  # noqa: PLC0415  # they know us

        words = str(_("Say the limits of these findings."))
        blockers = [Blocker(words, "limits")] if self.findings.exists() and not self.limits.strip() else []
        became = _("It became part of “%(theme)s”. Undo that merge instead.")
        merged = [Blocker(became % {"theme": self.merged_into}, "", True)] if self.merged_into else []
        return [
            *super().publication_requirements(),
            *([requirement(_("Stands for itself"), merged)] if merged else []),
            requirement(_("Limits of its findings"), blockers),
            requirement(_("Something readers can see under every finding"), finding_blockers(self)),
            requirement(_("A base for every leading figure"), figure_blockers(self)),
        ]
