from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.survey import Question, Survey


class Tool(models.TextChoices):
    """What wrote a file of answers."""

    KOBO = "kobo", _("KoboToolbox")
    LIMESURVEY = "limesurvey", _("LimeSurvey")
    GOOGLE_FORMS = "google_forms", _("Google Forms")
    SURVEYMONKEY = "surveymonkey", _("SurveyMonkey")
    OTHER = "other", _("Another table, one row for each person")


class AnswerFileQuerySet(models.QuerySet["AnswerFile"]):
    def standing(self) -> Self:
        return self.filter(imported_at__isnull=False, undone_at__isnull=True)

    def unfinished(self) -> Self:
        return self.filter(imported_at__isnull=True)


class AnswerFile(models.Model):
    """One file of answers brought in, or about to be: taken back as one.

    ``content`` is what the file says but for columns that could tell who answered (those are cut before anything is
    stored), until it is brought in; then nothing. ``columns``: what each heading was said to be.
    """

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="answer_files")
    wave = models.CharField(
        _("wave"),
        max_length=40,
        blank=True,
        help_text=_("If people were asked more than once: “2016”, “a year later”."),
    )
    tool = models.CharField(_("written by"), max_length=12, choices=Tool.choices, default=Tool.OTHER)
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    content = models.BinaryField(null=True, blank=True, editable=False)
    columns = models.JSONField(_("columns"), default=dict)
    left_out = models.JSONField(_("columns that were cut"), default=list)
    saved_as = models.CharField(_("columns kept under the name"), max_length=80, blank=True)
    people = models.PositiveIntegerField(_("people who answered"), default=0)
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
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of answers")
        verbose_name_plural = _("files of answers")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("Answers %(number)s") % {"number": self.pk})


class CodebookEntry(models.Model):
    """How one question was asked in one file: its code and words there, and what each code of an answer means."""

    file = models.ForeignKey(AnswerFile, on_delete=models.CASCADE, related_name="codebook")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="codebook")
    code = models.CharField(_("code in the file"), max_length=200)
    wording = models.CharField(_("wording in the file"), max_length=300, blank=True)
    options = models.JSONField(_("answers in the file"), default=dict, help_text=_("As written there → as kept here."))

    class Meta:
        verbose_name = _("entry of a codebook")
        verbose_name_plural = _("codebook")
        ordering = ("file", "question")
        constraints = [models.UniqueConstraint(fields=("file", "question"), name="events_codebook_question_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.wording}"
