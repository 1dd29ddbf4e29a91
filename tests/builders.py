"""Builders: each returns a saved, public, valid record; a test names only what it is about."""

from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from events.models import (
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
    Session,
    SessionContribution,
    SessionRole,
    Survey,
    Topic,
)
from kpknow.content.models import Source, Status
from kpknow.content.partial_dates import PartialDate
from stories.actions.blocks import mark, read_blocks
from stories.models import (
    Block,
    Coding,
    Comment,
    Evidence,
    Finding,
    Highlight,
    HighlightState,
    Media,
    MediaKind,
    Moderation,
    Story,
    StoryContribution,
    StoryKind,
    StoryRole,
    Synthesis,
    SynthesisEntry,
    SynthesisSection,
    Theme,
)

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
    return Topic.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


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


def make_resource(title: str | None = None, **fields: Any) -> Resource:
    return Resource.objects.create(
        **public(title=title or f"Resource {next(numbers)}", **{"kind": ResourceKind.REPORT} | fields)
    )


def make_contribution(
    story: Story, consent: Consent | None = None, *, role: str = StoryRole.SPEAKER, label: str = ""
) -> StoryContribution:
    consent = consent or make_consent()
    return StoryContribution.objects.create(
        story=story, contributor=consent.contributor, consent=consent, role=role, label=label
    )


def make_story(
    title: str | None = None,
    *,
    body: str = "It began with mutual support.",
    dated: str | None = "2019-10-20",
    codes: tuple[str, ...] = ("KE",),
    people: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    organisations: tuple[Organisation, ...] = (),
    speakers: dict[str, Consent] | None = None,
    consent: Consent | None = None,
    **fields: Any,
) -> Story:
    """A story told by a group that consents to everything; ``speakers`` maps labels of the body to consents."""
    story = Story.objects.create(
        **public(
            title=title or f"Story {next(numbers)}",
            dated=a_date(dated),
            body=body,
            **{"kind": StoryKind.ARTICLE, "standfirst": "What changed, and how."} | fields,
        )
    )
    teller = consent or make_consent(make_contributor("The group", is_group=True))
    make_contribution(story, teller, role=StoryRole.TELLER)
    for label, given in (speakers or {}).items():
        make_contribution(story, given, label=label)
    story.countries.set(codes)
    story.populations.set(Population.objects.filter(slug__in=people))
    story.organisations.set(organisations)
    story.topics.set([make_topic(topic) for topic in topics])
    read_blocks(story)
    story.refresh_from_db()
    return story


def first_block(story: Story) -> Block:
    return story.blocks.order_by("order")[0]


def make_media(story: Story, *appearing: StoryContribution, **fields: Any) -> Media:
    media = Media.objects.create(
        story=story,
        **{
            "kind": MediaKind.VIDEO,
            "title": "The film",
            "address": "https://youtu.be/abcdefghijk",
            "nobody_recognisable": not appearing,
        }
        | fields,
    )
    media.appearing.set(appearing)
    return media


def make_comment(story: Story, text: str = "Thank you.", **fields: Any) -> Comment:
    return Comment.objects.create(story=story, text=text, **{"moderation": Moderation.ACCEPTED} | fields)


def make_theme(name: str | None = None, **fields: Any) -> Theme:
    return Theme.objects.create(
        **public(
            name=name or f"Theme {next(numbers)}",
            **{"meaning": "What it is about.", "summary": "What we know.", "limits": "Few voices."} | fields,
        )
    )


def make_highlight(
    source: Block | Session | Question | None = None, *themes: Theme, words: str = "", **fields: Any
) -> Highlight:
    """A confirmed passage of a block (its whole text, or ``words`` in it), a session or a question."""
    source = source or first_block(make_story())
    key = {Block: "block", Session: "session", Question: "question"}[type(source)]
    highlight = Highlight(**{key: source, "state": HighlightState.CONFIRMED} | fields)
    if isinstance(source, Block):
        words = words or source.text
        start = source.text.index(words)
        mark(highlight, start, start + len(words))
    else:
        highlight.text = highlight.text or "Care comes first."
    highlight.save()
    for theme in themes:
        Coding.objects.create(highlight=highlight, theme=theme)
    return highlight


def make_finding(theme: Theme | None = None, *highlights: Highlight, **fields: Any) -> Finding:
    theme = theme or make_theme()
    finding = Finding.objects.create(
        theme=theme, **{"order": theme.findings.count() + 1, "claim": "Practice changed"} | fields
    )
    for highlight in highlights:
        Evidence.objects.create(finding=finding, highlight=highlight)
    return finding


def make_synthesis(title: str | None = None, *, entries: tuple[str, ...] = ("Pride",), **fields: Any) -> Synthesis:
    synthesis = Synthesis.objects.create(**public(title=title or f"Synthesis {next(numbers)}", **fields))
    section = SynthesisSection.objects.create(synthesis=synthesis, order=1, title="Themes")
    for number, entry in enumerate(entries, start=1):
        SynthesisEntry.objects.create(section=section, number=number, title=entry)
    return synthesis


def day(text: str) -> date:
    return date.fromisoformat(text)
