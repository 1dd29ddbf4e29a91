import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Option, Question
from kpknow.content.built_once import built_once
from kpknow.content.models import Use, User
from stories.models.highlight import Highlight
from stories.models.theme import Theme


class FindingState(models.TextChoices):
    SUPPORTED = "supported", _("Supported")
    CONTESTED = "contested", _("Contested")
    THIN = "thin", _("Thin")


class FindingQuerySet(models.QuerySet["Finding"]):
    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Findings that still rest on something this reader may see; a claim without a visible base is not shown."""
        highlights = Highlight.objects.visible_to(user, use, on)
        evidence = Evidence.objects.filter(finding=models.OuterRef("pk"), side=Side.SUPPORTS, highlight__in=highlights)
        questions = Finding.questions.through.objects.filter(
            finding=models.OuterRef("pk"), question__in=Question.objects.visible_to(user)
        )
        return self.filter(models.Exists(evidence) | models.Exists(questions))

    def for_page(self, user: User, use: Use = Use.WEB) -> Self:
        """With visible evidence (``shown_evidence``) and figures (``shown_questions``): a fixed number of queries."""
        evidence = Evidence.objects.filter(highlight__in=Highlight.objects.visible_to(user, use)).prefetch_related(
            models.Prefetch("highlight", queryset=Highlight.objects.for_page())
        )
        return self.visible_to(user, use).prefetch_related(
            models.Prefetch("evidence", queryset=evidence, to_attr="shown_evidence"),
            models.Prefetch(
                "questions", queryset=Question.objects.visible_to(user).for_bars(), to_attr="shown_questions"
            ),
        )


class Finding(models.Model):
    """One claim of a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    claim = models.CharField(_("claim"), max_length=200)
    explanation = models.TextField(_("explanation"), blank=True, help_text=_("One or two sentences."))
    state = models.CharField(_("state"), max_length=10, choices=FindingState.choices, default=FindingState.THIN)
    questions = models.ManyToManyField(Question, verbose_name=_("figures"), blank=True, related_name="findings")

    shown_evidence: "list[Evidence]"  # set by for_page()
    shown_questions: list[Question]

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("theme", "order")
        constraints = [models.UniqueConstraint(fields=("theme", "order"), name="stories_finding_order_once")]

    def __str__(self) -> str:
        return self.claim

    @property
    def anchor(self) -> str:
        return f"f{self.order}"


class Side(models.TextChoices):
    SUPPORTS = "supports", _("Supports")
    CHALLENGES = "challenges", _("Challenges")


class Evidence(models.Model):
    """What a finding rests on, or what speaks against it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    highlight = models.ForeignKey(Highlight, on_delete=models.PROTECT, related_name="evidence")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices, default=Side.SUPPORTS)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("side", "order", "pk")
        constraints = [models.UniqueConstraint(fields=("finding", "highlight"), name="stories_evidence_once")]

    def __str__(self) -> str:
        return str(self.highlight)

    def clean(self) -> None:
        """A claim may not rest on what its readers cannot see."""
        super().clean()
        visible = Highlight.objects.visible_to(AnonymousUser())
        if self.highlight_id and not visible.filter(pk=self.highlight_id).exists():
            raise ValidationError({"highlight": _("Readers cannot see this highlight, so nothing may rest on it.")})


class ThemeFigure(models.Model):
    """A survey figure that leads a theme's page, with its own label; the value and base stay the survey's."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="figures")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    option = models.ForeignKey(Option, verbose_name=_("figure"), on_delete=models.PROTECT, related_name="theme_figures")
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("leading figure")
        verbose_name_plural = _("leading figures")
        ordering = ("theme", "order")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.option_id and self.option.share is None and self.option.count is None:
            raise ValidationError({"option": _("This answer has no figure.")})


class Recommendation(models.Model):
    """What the findings ask of somebody."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="recommendations")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.CharField(_("recommendation"), max_length=300)
    audience = models.CharField(_("who it asks"), max_length=120, blank=True)
    findings = models.ManyToManyField(Finding, verbose_name=_("rests on"), related_name="recommendations")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("theme", "order")

    def __str__(self) -> str:
        return self.text
