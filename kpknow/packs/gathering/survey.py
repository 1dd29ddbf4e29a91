"""A survey as a deck: who was asked, then each question with its figures, and how far the answers go."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from events.models import Event, Question, QuestionKind, Survey
from events.reading.figures import Figures, figures_of
from events.reading.stages import by_stage
from kpknow.content.lookup import shown_record
from kpknow.content.models import Use
from kpknow.content.partial_dates import period_words
from kpknow.content.templatetags.kp import sentence
from kpknow.exports.deck import Deck, Fact, Point, Voice
from kpknow.exports.ris import Reference
from kpknow.packs.gathering.figures import chart_of, in_numbers
from kpknow.packs.gathering.frame import Frame, cited, lines_of, listed_source
from kpknow.packs.gathering.voices import MOST_VOICES, detail_of, origin, voice_of
from stories.models import Highlight

NOBODY = AnonymousUser()
MOST_QUESTIONS = 60
MOST_IN_ALL = 300
"""Voices of all questions together."""


def survey_deck(slug: str, frame: Frame) -> Deck:
    """Six queries at any length. Raises what ``shown_record`` raises."""
    survey = shown_record(Survey.objects.visible_to(NOBODY, Use.EXPORTS).for_page(NOBODY), slug)
    staged = [(stage, one) for stage, asked in by_stage(list(survey.questions.all())) for one in asked]
    figures = figures_of(one for _stage, one in staged)
    voices = voices_by_question(survey, frame)
    reference = Reference(
        "DATA",
        survey.title,
        frame.address(survey),
        date=survey.closed or survey.opened,
        abstract=survey.summary,
        language=survey.language,
    )
    points = [
        point_of(number, stage, figures[one.pk], voices[one.pk], frame)
        for number, (stage, one) in enumerate(staged[:MOST_QUESTIONS], start=1)
    ]
    return Deck(
        name=survey.slug,
        kind=detail_of(survey),
        title=survey.title,
        language=survey.language,
        address=reference.address,
        reference=reference,
        citation=cited(reference, ""),
        points_heading=_("Questions"),
        summary=lines_of(survey.summary),
        facts=facts_of(survey, frame),
        method=method_of(survey),
        points=points,
        limits=lines_of(survey.limits),
        record_source=listed_source(survey, frame),
        left_out=left_out(len(staged) - len(points)),
        basis=(survey.instrument, survey.invited_words, str(survey.opened or ""), str(survey.closed or "")),
        **frame.audience(has_figures=True),
    )


def facts_of(survey: Survey, frame: Frame) -> list[Fact]:
    """Who answered, as the page leads with it; nothing where that is not recorded."""
    if survey.answered is None:
        return []
    told: dict[str, Any] = {"origin": origin(survey, frame), "language": frame.language}
    facts = [Fact("n1", str(survey.answered), _("answered"), **told)]
    if survey.response_rate is not None:
        rate = _("%(share)s%%") % {"share": survey.response_rate}
        base = _("n = %(base)s") % {"base": survey.invited}
        facts.append(Fact("n2", str(survey.invited), _("could be reached"), **told))
        facts.append(Fact("n3", rate, _("response rate"), base, **told))
    return facts


def method_of(survey: Survey) -> list[str]:
    """How it was done, a line each; one query."""
    events = Event.objects.visible_to(NOBODY, Use.EXPORTS).filter(surveys=survey).select_related("parent")
    voluntary = _("Answering was voluntary.") if survey.is_voluntary else _("Answering was expected.")
    confidential = _("Answers were confidential.") if survey.is_confidential else ""
    told = {
        _("About: %(what)s"): "; ".join(str(event) for event in events),
        _("Who was asked: %(what)s"): survey.invited_words,
        _("How: %(what)s"): " ".join(lines_of(survey.instrument)),
        _("When: %(what)s"): period_words(survey.opened, survey.closed),
    }
    lines = [words % {"what": what} for words, what in told.items() if what]
    return [*lines, " ".join(part for part in (voluntary, confidential) if part)]


def voices_by_question(survey: Survey, frame: Frame) -> Mapping[int, list[Voice]]:
    """Two queries."""
    found: defaultdict[int, list[Voice]] = defaultdict(list)
    said = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(question__survey=survey).for_page()
    for highlight in said.order_by("question", "order", "pk")[:MOST_IN_ALL]:
        if len(found[highlight.question_id or 0]) < MOST_VOICES:
            found[highlight.question_id or 0].append(voice_of(highlight, frame))
    return found


def point_of(number: int, stage: str, figures: Figures, voices: list[Voice], frame: Frame) -> Point:
    question = figures.question
    is_open = question.kind == QuestionKind.OPEN
    chart = None if is_open else chart_of(figures, frame)
    return Point(
        key=question.anchor,
        number=number,
        title=question.wording,
        text="" if chart else unfigured(question, figures, is_open=is_open),
        flag=f"{stage}." if question.stage else "",
        address=frame.address(question),
        voices=voices,
        charts=[chart] if chart else [],
        is_question=True,
        language=question.survey.language,
        origin=origin(question.survey, frame),
        basis=(question.stage, question.kind, str(figures.base)),
    )


def unfigured(question: Question, figures: Figures, *, is_open: bool) -> str:
    """What the page says in place of bars."""
    lines = [
        _("In their own words, told in ours.") if is_open else "",
        f"{sentence(figures.base_text)}.",
        in_numbers(figures),
        question.note,
    ]
    return " ".join(line for line in lines if line)


def left_out(questions: int) -> list[str]:
    return [_("Left out: %(n)s questions.") % {"n": questions}] if questions > 0 else []
