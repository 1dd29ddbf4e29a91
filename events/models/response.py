"""Raw answers. Readers see what is counted (``Tally``); staff who code read own words, and nothing beside them."""

from collections.abc import Sequence
from typing import Self

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from events.models.answer_file import AnswerFile
from events.models.country import Country
from events.models.event import Event
from events.models.organisation import OrganisationKind
from events.models.population import Population
from events.models.survey import Option, Question, Survey


class Response(models.Model):
    """One person's answers, whoever that is: no name, address, number of another system, device, place or time.

    Rows are stored in a random order, so that not even their keys tell who answered first.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    file = models.ForeignKey(AnswerFile, on_delete=models.CASCADE, related_name="responses")
    wave = models.CharField(_("wave"), max_length=40, blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=OrganisationKind.choices, blank=True
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    population = models.ForeignKey(
        Population, verbose_name=_("people"), on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return str(_("Response %(number)s") % {"number": self.pk})


AnswerRow = tuple[int, int, int | None, float | None, str]
"""Keys of response, question and option; number; own words."""
AT_ONCE = 199
"""Rows of one statement: every SQLite takes 999 values."""


class AnswerQuerySet(models.QuerySet["Answer"]):
    def insert(self, rows: Sequence[AnswerRow]) -> None:
        """Add rows without an object for each: half a million of them hold the database a few seconds, not a minute."""
        columns = "response_id, question_id, option_id, number, text"
        with connection.cursor() as cursor:
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
                cursor.execute(
                    f"INSERT INTO {self.model._meta.db_table} ({columns}) VALUES {places}",  # noqa: S608  # our own names
                    [value for row in some for value in row],
                )

    def texts_of(self, question: Question) -> Self:
        """What people wrote to an open question, for staff who code it: in the order of rows, which tells nothing."""
        return self.filter(question=question).exclude(text="").order_by("pk")


class Answer(models.Model):
    """What one person said to one question.

    To a question with one answer: a row with the option. With several: a row without option, for having answered, and
    one for each option chosen. A number or own words: a row with them. Nobody who left the question out has a row.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", db_index=False)
    option = models.ForeignKey(Option, on_delete=models.RESTRICT, null=True, related_name="answers", db_index=False)
    number = models.FloatField(_("number"), null=True)
    text = models.TextField(_("own words"), blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=("response", "question", "option"), name="events_answer_option_once")
        ]
        indexes = [models.Index(fields=("question", "response"), name="events_answers_of_question")]

    def __str__(self) -> str:
        return self.text or str(self.number if self.number is not None else self.option_id or "")
