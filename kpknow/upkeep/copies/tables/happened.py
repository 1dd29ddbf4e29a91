"""What happened: programmes, organisations, events, surveys, resources, and the sources all of it was taken from."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from events.models import (
    Breakdown,
    Event,
    EventFigure,
    Membership,
    Option,
    Organisation,
    OrganisationName,
    Participation,
    Population,
    Programme,
    ProgrammePartner,
    Question,
    Registration,
    Resource,
    Session,
    SessionContribution,
    Survey,
    TaggedEvent,
    TaggedResource,
    Tally,
)
from events.models.organisation import NAMELESS
from events.reading.breakdowns import waves_differ
from kpknow.content.models import Source, Status
from kpknow.safety.suppression import SMALLEST_GROUP
from kpknow.upkeep.copies.people import PERSON, person_of
from kpknow.upkeep.copies.table import Names, Row, Table

NOBODY = AnonymousUser()
RECORD = ("slug", "language", "source", "source_page", "checked_on", "next_check_on", "published_at")
OF_THE_STAFF = (
    *("id", "status", "withdrawn_at", "withdrawal_reason", "changed_at"),
    *("made_by", "sent_by", "sent_at", "returned_words"),
)
"""Of every record: how it came to be read by everybody."""
PUBLISHED: Row = {"status": Status.PUBLISHED}
FIGURE = ("order", "label", "kind", "value", "qualifier", "base", "base_not_stated", "base_words", "source_page")


def without_unregistered_places(organisation: Organisation, names: Names) -> Row:
    """As its page shows it."""
    is_open = organisation.registration != Registration.UNREGISTERED
    return {"website": organisation.public_website, "city": organisation.city if is_open else ""}


def too_few(question: Question) -> bool:
    return question.base is not None and question.base < SMALLEST_GROUP


def without_few(question: Question, names: Names) -> Row:
    """Of answers counted here, not even how few there were."""
    return {"base": 0} if question.is_counted and too_few(question) else {}


def file_that_may_be_read(resource: Resource, names: Names) -> Row:
    return {} if resource.file and resource.file_is_answered else {"file": "", "file_kind": "", "file_bytes": 0}


def tallies() -> Any:
    """Of groups that are shown. Waves that were asked differently are not compared on pages, and so not here."""
    asked = Question.objects.visible_to(NOBODY).filter(is_counted=True, base__gte=SMALLEST_GROUP)
    differing = [question.pk for question in asked if waves_differ(question)]
    same = {"question": OuterRef("question"), "breakdown": OuterRef("breakdown"), "group": OuterRef("group")}
    hidden = Tally.objects.filter(option=None, is_hidden=True, **same)
    shown = Tally.objects.filter(~Exists(hidden), question__in=asked.values("pk"))
    return shown.exclude(question__in=differing, breakdown=Breakdown.WAVE)


def tally_that_may_be_read(tally: Tally, names: Names) -> Row:
    """What is hidden in a group that is shown loses its number."""
    return {"group": group_named(tally, names), **({"count": 0} if tally.is_hidden else {})}


def group_named(tally: Tally, names: Names) -> str:
    """An event or people by slug in place of their key; those that are not in the copy by nothing that says more."""
    model = {Breakdown.EVENT: Event, Breakdown.POPULATION: Population}.get(tally.breakdown)  # type: ignore[call-overload]
    if model is None or not tally.group:
        return tally.group
    return str(names[model].get(int(tally.group), f"?{tally.pk}"))


HAPPENED = (
    Table(
        "sources",
        Source,
        (
            *("slug", "title", "creator", "publisher", "published", "language", "url", "accessed_on", "rights"),
            "note",
        ),
        ("id", "is_listed"),
        rows=lambda: Source.objects.visible_to(NOBODY),
        named_by="slug",
        filled={"is_listed": True},
    ),
    Table(
        "organisations",
        Organisation,
        (
            *(*RECORD, "name", "acronym", "kind", "country", "is_global", "city", "founded", "registration"),
            *("populations", "summary", "website"),
        ),
        (*OF_THE_STAFF, "shield", "shield_reason", "shielded_on"),
        rows=lambda: Organisation.objects.visible_to(NOBODY),
        named_by="slug",
        shown=without_unregistered_places,
        filled=PUBLISHED,
    ),
    Table("organisation-names", OrganisationName, ("organisation", "name", "kind", "language"), ("id",)),
    Table("memberships", Membership, ("network", "member", "starts", "ends"), ("id",)),
    Table(
        "programmes",
        Programme,
        (*RECORD, "name", "short_name", "starts", "ends", "countries", "summary", "aims"),
        (*OF_THE_STAFF, "partners"),
        rows=lambda: Programme.objects.visible_to(NOBODY),
        named_by="slug",
        filled=PUBLISHED,
    ),
    Table("programme-partners", ProgrammePartner, ("programme", "organisation", "role"), ("id",)),
    Table(
        "events",
        Event,
        (
            *(*RECORD, "title", "tagline", "kind", "series", "programme", "parent", "starts", "ends", "date_note"),
            *("place_precision", "country", "city", "mode", "working_languages", "countries", "populations", "topics"),
            *("aims", "method", "summary", "afterwards"),
        ),
        (*OF_THE_STAFF, "starts_earliest", "starts_latest", "ends_latest"),
        rows=lambda: Event.objects.visible_to(NOBODY),
        named_by="slug",
        tags=TaggedEvent,
        filled=PUBLISHED,
    ),
    Table("event-figures", EventFigure, ("event", *FIGURE), ("id",)),
    Table(
        "participations",
        Participation,
        ("event", "organisation", "role", "note"),
        ("id", "is_listed"),
        rows=lambda: Participation.objects.visible_to(NOBODY).exclude(organisation__shield__in=NAMELESS),
        filled={"is_listed": True},
    ),
    Table(
        "sessions",
        Session,
        (
            *("event", "order", "format", "title", "prompt", "reframing", "summary", "key_points"),
            "source_page",
        ),
        ("id",),
        rows=lambda: Session.objects.visible_to(NOBODY),
    ),
    Table(
        "session-people",
        SessionContribution,
        ("session", "role"),
        ("id", "contributor", "consent"),
        rows=lambda: SessionContribution.objects.select_related("consent__contributor"),
        shown=person_of,
        extra=PERSON,
    ),
    Table(
        "surveys",
        Survey,
        (
            *(*RECORD, "title", "events", "programme", "summary", "instrument", "invited_words", "populations"),
            *("invited", "answered", "opened", "closed", "is_voluntary", "is_confidential", "limits"),
        ),
        OF_THE_STAFF,
        rows=lambda: Survey.objects.visible_to(NOBODY),
        named_by="slug",
        filled=PUBLISHED,
    ),
    Table(
        "questions",
        Question,
        (
            *("survey", "order", "wording", "kind", "stage", "figure_number", "source_page", "base", "base_not_stated"),
            *("base_words", "note", "is_counted"),
        ),
        ("id",),
        rows=lambda: Question.objects.visible_to(NOBODY),
        shown=without_few,
    ),
    Table(
        "options",
        Option,
        ("question", "order", "label", "share", "count", "is_muted", "lean", "note"),
        ("id",),
        rows=lambda: Option.objects.exclude(question__base__lt=SMALLEST_GROUP),
    ),
    Table(
        "tallies",
        Tally,
        (
            *("question", "breakdown", "group", "option", "order", "count", "asked", "is_hidden"),
            *("lowest", "lower_quartile", "median", "upper_quartile", "highest"),
        ),
        ("id",),
        rows=tallies,
        shown=tally_that_may_be_read,
    ),
    Table(
        "resources",
        Resource,
        (
            *(*RECORD, "title", "kind", "summary", "contents", "publishers", "programme", "events", "topics"),
            *("languages", "page_note", "issued", "pages", "cost", "currency", "licence", "url"),
            *("file", "file_kind", "file_bytes"),
        ),
        (*OF_THE_STAFF, "file_tells", "file_checked"),
        rows=lambda: Resource.objects.visible_to(NOBODY),
        named_by="slug",
        tags=TaggedResource,
        shown=file_that_may_be_read,
        kept="file",
        filled={**PUBLISHED, "file_checked": True},
    ),
)
