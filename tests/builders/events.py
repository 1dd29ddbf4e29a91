"""Builders of what happened."""

from datetime import date, datetime
from itertools import count
from typing import Any

from django.db.models import Q
from django.utils import timezone

from events.models import (
    Answer,
    AnswerFile,
    Basis,
    Consent,
    Contributor,
    Country,
    Event,
    EventKind,
    Naming,
    Option,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationRole,
    Population,
    Programme,
    Question,
    QuestionKind,
    Resource,
    ResourceKind,
    Response,
    Session,
    SessionContribution,
    SessionRole,
    Survey,
    Topic,
)
from events.models.topic import topic_key
from kpknow.content.models import Source, Status
from kpknow.content.partial_dates import PartialDate

numbers = count(1)


def public(**fields: Any) -> dict[str, Any]:
    """A slug of its own and the state of a published record, unless the test says otherwise."""
    number = next(numbers)
    status = fields.pop("status", Status.PUBLISHED)
    state: dict[str, Any] = {"slug": f"record-{number}", "status": status}
    if status in (Status.PUBLISHED, Status.WITHDRAWN):
        state["published_at"] = datetime(2026, 1, 1, 12, tzinfo=timezone.get_default_timezone())
    if status == Status.WITHDRAWN:
        state |= {"withdrawn_at": state["published_at"], "withdrawal_reason": "Asked to."}
    return state | fields


def a_date(value: str | None) -> PartialDate | None:
    return PartialDate.parse(value) if value else None


def country(code: str = "KE") -> Country:
    return Country.objects.get(code=code)


def population(slug: str = "msm") -> Population:
    return Population.objects.get(slug=slug)


def make_topic(name: str = "Safety") -> Topic:
    """A shipped topic of that name or address if there is one."""
    slug = name.lower().replace(" ", "-")
    found = Topic.objects.filter(Q(key=topic_key(name)) | Q(slug=slug)).first()
    return found or Topic.objects.create(name=name, slug=slug)


def make_source(title: str = "An account", **fields: Any) -> Source:
    return Source.objects.create(**{"slug": f"source-{next(numbers)}", "title": title, "is_listed": True} | fields)


def make_programme(name: str | None = None, **fields: Any) -> Programme:
    return Programme.objects.create(**public(name=name or f"Programme {next(numbers)}", **fields))


def make_organisation(name: str | None = None, *, code: str | None = "KE", **fields: Any) -> Organisation:
    fields.setdefault("kind", OrganisationKind.COMMUNITY_LED)
    place = country(code) if code else None
    return Organisation.objects.create(
        **public(name=name or f"Organisation {next(numbers)}", country=place, is_global=code is None, **fields)
    )


def make_contributor(name: str = "Amina", **fields: Any) -> Contributor:
    return Contributor.objects.create(**{"name": name, "naming": Naming.FIRST_NAME} | fields)


def make_consent(contributor: Contributor | None = None, **fields: Any) -> Consent:
    """Covers everything for every use unless the test says otherwise."""
    everything = dict.fromkeys(
        (
            *("covers_words", "covers_name", "covers_photo", "covers_voice", "covers_video"),
            *("for_web", "for_exports", "for_translation"),
        ),
        True,
    )
    return Consent.objects.create(
        contributor=contributor or make_contributor(), **{"basis": Basis.WRITTEN, **everything} | fields
    )


def make_event(
    title: str | None = None, *, code: str | None = "KE", starts: str | None = "2019", **fields: Any
) -> Event:
    fields.setdefault("kind", EventKind.CONVENING)
    return Event.objects.create(
        **public(
            title=title or f"Event {next(numbers)}",
            country=country(code) if code else None,
            starts=a_date(starts),
            **fields,
        )
    )


def make_session(event: Event | None = None, *, title: str = "A session", **fields: Any) -> Session:
    event = event or make_event()
    fields.setdefault("order", event.sessions.count() + 1)
    return Session.objects.create(event=event, title=title, **fields)


def make_session_contribution(
    session: Session, consent: Consent | None = None, *, role: str = SessionRole.PRESENTER
) -> SessionContribution:
    consent = consent or make_consent()
    return SessionContribution.objects.create(
        session=session, contributor=consent.contributor, consent=consent, role=role
    )


def make_participation(event: Event, organisation: Organisation | None = None, **fields: Any) -> Participation:
    return Participation.objects.create(
        event=event,
        organisation=organisation or make_organisation(),
        **{"role": ParticipationRole.PARTICIPANT, "is_listed": True} | fields,
    )


def make_survey(title: str | None = None, **fields: Any) -> Survey:
    return Survey.objects.create(
        **public(
            title=title or f"Survey {next(numbers)}",
            **{"invited": 102, "answered": 32, "limits": "Voluntary."} | fields,
        )
    )


def make_question(survey: Survey | None = None, *, shares: dict[str, int] | None = None, **fields: Any) -> Question:
    survey = survey or make_survey()
    question = Question.objects.create(
        survey=survey,
        **{
            "order": survey.questions.count() + 1,
            "wording": "What changed?",
            "kind": QuestionKind.MULTIPLE,
            "base": 32,
        }
        | fields,
    )
    for order, (label, share) in enumerate((shares or {"Practice": 55}).items(), start=1):
        Option.objects.create(question=question, order=order, label=label, share=share)
    return question


def make_counted(survey: Survey | None = None, *options: str, **fields: Any) -> Question:
    """A question whose figures follow from answers, with these options."""
    given = {"kind": QuestionKind.SINGLE, "base": 0, "is_counted": True} | fields
    question = make_question(survey, **given)
    question.options.all().delete()
    for order, label in enumerate(options, start=1):
        Option.objects.create(question=question, order=order, label=label, count=0)
    return question


def make_answer_file(survey: Survey, **fields: Any) -> AnswerFile:
    return AnswerFile.objects.create(**{"survey": survey, "imported_at": timezone.now()} | fields)


def make_answers(question: Question, said: Any, times: int = 1, **groups: Any) -> list[Response]:
    """So many people of these groups who said this: a label, several labels, a number, or words to an open question.

    ``recount`` is called by whoever asks for figures.
    """
    file = question.survey.answer_files.first() or make_answer_file(question.survey)
    file.codebook.get_or_create(question=question, defaults={"code": str(question.order)})
    people = [Response.objects.create(survey=question.survey, file=file, **groups) for _ in range(times)]
    options = {option.label: option for option in question.options.all()}
    kinds = QuestionKind
    for one in people:
        if question.kind == kinds.MULTIPLE:
            rows = [{"option": options[label]} for label in said] + [{}]
        elif question.kind == kinds.NUMBER:
            rows = [{"number": said}]
        else:
            rows = [{"text": said} if question.kind == kinds.OPEN else {"option": options[said]}]
        for row in rows:
            Answer.objects.create(response=one, question=question, **row)
    return people


def make_resource(title: str | None = None, **fields: Any) -> Resource:
    return Resource.objects.create(
        **public(title=title or f"Resource {next(numbers)}", **{"kind": ResourceKind.REPORT} | fields)
    )


def day(text: str) -> date:
    return date.fromisoformat(text)
