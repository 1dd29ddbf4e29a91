"""Builders of what was learned."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from events.models import Consent, Organisation, Population, Question, Session
from stories.actions.anchors import mark
from stories.actions.blocks import read_blocks
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
from tests.builders.events import a_date, make_consent, make_contributor, make_topic, numbers, public


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


def make_picture(story: Story, *appearing: StoryContribution, **fields: Any) -> Media:
    written = BytesIO()
    Image.new("RGB", (8, 6), "white").save(written, "WEBP")
    image = ContentFile(written.getvalue(), name="IMG_2019_Nairobi.webp")
    shown = {"kind": MediaKind.IMAGE, "title": "A yard", "address": "", "alternative_text": "A yard", "image": image}
    return make_media(story, *appearing, **shown | fields)


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
