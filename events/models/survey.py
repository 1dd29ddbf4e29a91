from collections.abc import Sequence
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import wanted
from events.models.event import Event
from events.models.population import Population
from events.models.programme import Programme
from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import Record, RecordQuerySet, User
from kpknow.content.models.figure import base_words, percent_validator
from kpknow.content.partial_dates import PartialDateField
from kpknow.safety.suppression import SMALLEST_GROUP


def percent(count: int, base: int) -> int:
    """Rounded half up, as shares of ours always are."""
    return (count * 200 + base) // (2 * base)


class SurveyQuerySet(RecordQuerySet["Survey"]):
    def for_list(self) -> Self:
        return self.select_related("programme")

    def for_page(self, user: User) -> Self:
        questions = Question.objects.prefetch_related("options")
        return (
            super()
            .for_page(user)
            .select_related("programme")
            .prefetch_related(models.Prefetch("questions", queryset=questions))
        )


class Survey(Record):
    """A set of questions put to people who were at one or more events."""

    wanted = wanted.SURVEY
    title = models.CharField(_("title"), max_length=200)
    events = models.ManyToManyField(Event, verbose_name=_("events covered"), blank=True, related_name="surveys")
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="surveys"
    )
    summary = models.TextField(_("summary"), blank=True)
    instrument = models.TextField(_("instrument"), blank=True, help_text=_("How many questions, how they were put."))
    invited_words = models.CharField(_("who was invited"), max_length=300, blank=True)
    populations = models.ManyToManyField(Population, verbose_name=_("people"), blank=True, related_name="surveys")
    invited = models.PositiveIntegerField(_("number who could be reached"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("number who answered"), null=True, blank=True)
    opened = PartialDateField(_("opened"))
    closed = PartialDateField(_("closed"))
    is_voluntary = models.BooleanField(_("voluntary"), default=True)
    is_confidential = models.BooleanField(_("confidential"), default=True)
    limits = models.TextField(_("limits"), blank=True, help_text=_("One a line."))

    objects = SurveyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ("title",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(answered__isnull=True)
                | models.Q(invited__isnull=True)
                | models.Q(answered__lte=models.F("invited")),
                name="events_survey_answered_within_invited",
                violation_error_message=_("More people answered than were invited."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:survey", args=(self.slug,))

    @property
    def response_rate(self) -> int | None:
        """Percent of those who could be reached; None while either number is unknown."""
        return percent(self.answered, self.invited) if self.invited and self.answered is not None else None

    def publication_requirements(self) -> list[Requirement]:
        words = str(_("Say the limits of this survey before anyone quotes it."))
        blockers = [Blocker(words, "limits")] if not self.limits.strip() else []
        return [*super().publication_requirements(), requirement(_("Limits of the survey"), blockers)]


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("One answer")
    MULTIPLE = "multiple", _("Several answers allowed")
    AGREE = "agree", _("Agree scale")
    NUMBER = "number", _("Number")
    OPEN = "open", _("In their own words")


class Lean(models.TextChoices):
    """Which way an answer of an agree scale leans; bars of both ways part in the middle."""

    AGAINST = "against", _("disagrees")
    NEITHER = "neither", _("neither")
    FOR = "for", _("agrees")


class LearningStage(models.TextChoices):
    """The cycle of organisational learning used by the follow-up study (after Garvin, and Britton)."""

    CREATE = "create", _("Create")
    ACQUIRE = "acquire", _("Acquire")
    INTERPRET = "interpret", _("Interpret")
    TRANSFER = "transfer", _("Transfer")
    RETAIN = "retain", _("Retain")
    APPLY = "apply", _("Apply")


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(models.Exists(Survey.objects.visible_to(user).filter(pk=models.OuterRef("survey"))))

    def for_bars(self) -> Self:
        """With everything a bar table shows: two queries in all."""
        return self.select_related("survey").prefetch_related("options")


class Question(models.Model):
    """One question and what is known of its answers; the database refuses it without a base or “not stated”."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    wording = models.CharField(
        _("wording, or what it asked"), max_length=300, help_text=_("In our words where the source does not give it.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    stage = models.CharField(_("learning stage"), max_length=10, choices=LearningStage.choices, blank=True)
    figure_number = models.CharField(_("figure in the source"), max_length=20, blank=True)
    source_page = models.CharField(_("page or part of the source"), max_length=60, blank=True)
    base = models.PositiveIntegerField(
        _("base"), null=True, blank=True, help_text=_("How many answered this question.")
    )
    base_not_stated = models.BooleanField(_("the source does not state the base"), default=False)
    base_words = models.CharField(_("base in words"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("What is lost, illegible or uncertain."))
    is_counted = models.BooleanField(
        _("counted from answers kept here"),
        default=False,
        editable=False,
        help_text=_("Its base and counts follow from the answers; nobody types them."),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("survey", "order")
        constraints = [
            models.UniqueConstraint(fields=("survey", "order"), name="events_question_order_once"),
            models.CheckConstraint(
                condition=models.Q(base__isnull=False, base_not_stated=False)
                | models.Q(base__isnull=True, base_not_stated=True),
                name="events_question_has_base_or_says_not_stated",
                violation_error_message=_("Give the base, or tick “the source does not state the base”."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    def get_absolute_url(self) -> str:
        """Its place on the survey's page. Needs ``survey`` loaded."""
        return f"{self.survey.get_absolute_url()}#{self.anchor}"

    def clean(self) -> None:
        super().clean()
        if (self.base is None) != self.base_not_stated:
            raise ValidationError({"base": _("Give the base, or tick “the source does not state the base”.")})

    @property
    def anchor(self) -> str:
        return f"q{self.order}"

    @property
    def base_text(self) -> str:
        """“n = 32”, or “base not stated in the source; 32 people answered the survey”. Never empty."""
        return base_words(self.base, self.base_not_stated, self.base_words)

    @property
    def shown_options(self) -> Sequence["Option"]:
        """Its options in order; none at all where the base is too small to protect who answered."""
        if self.base is not None and self.base < SMALLEST_GROUP:
            return []
        return list(self.options.all())


class Option(models.Model):
    """One answer of a question, with the share or the count the source reports; neither when it is not legible."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    label = models.CharField(_("answer"), max_length=200)
    share = models.PositiveSmallIntegerField(_("share, percent"), null=True, blank=True, validators=[percent_validator])
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    is_muted = models.BooleanField(_("muted: other, none"), default=False)
    lean = models.CharField(
        _("which way it leans"),
        max_length=8,
        choices=Lean.choices,
        blank=True,
        help_text=_("Only for agree scales: with every answer leaning some way, bars part in the middle."),
    )
    note = models.CharField(_("why there is no figure"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ("question", "order")
        constraints = [
            models.UniqueConstraint(fields=("question", "order"), name="events_option_order_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__lte=100), name="events_option_share_within_100"
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=False) | models.Q(count__isnull=False) | ~models.Q(note=""),
                name="events_option_has_a_figure_or_says_why_not",
                violation_error_message=_("Give a share or a count, or say why there is none."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def bar(self) -> int | None:
        """Length of its bar from 0 to 100; computed from the count only where the base is stated."""
        if self.share is not None:
            return self.share
        if self.count is not None and self.question.base:
            return percent(self.count, self.question.base)
        return None
