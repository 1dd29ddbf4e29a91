"""Stories as rows and references."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch

from events.models import Consent, Event, Organisation, Part, Programme
from kpknow.content.models import Use
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference
from stories.models import Coding, Highlight, Story, StoryContribution, StoryKind, Theme

NOBODY = AnonymousUser()
COLUMNS = (
    *("address", "title", "kind", "date", "date_edtf", "language", "standfirst"),
    *("people", "countries", "tags", "themes", "programme", "event", "organisations"),
    *("told_by", "source", "published_on"),
)
RIS_TYPES = {StoryKind.PODCAST: "SOUND", StoryKind.VIDEO: "VIDEO"}
LONG_TEXTS = ("body", "context", "issue", "key_elements", "outcomes", "lessons", "in_short", "content_note")


def leaving_stories() -> Any:
    """Stories that may leave the site; of what belongs to them, what may leave it too. Seven queries a stretch."""
    named = Consent.objects.covering(Part.NAME, Use.EXPORTS)
    tellers = StoryContribution.objects.filter(consent__in=named).select_related("contributor").order_by("role", "pk")
    organisations = Organisation.objects.visible_to(NOBODY, Use.EXPORTS).order_by("name")
    event, programme = Event.objects.visible_to(NOBODY, Use.EXPORTS), Programme.objects.visible_to(NOBODY, Use.EXPORTS)
    stories: Any = Story.objects.visible_to(NOBODY, Use.EXPORTS)
    return (
        stories.select_related("event", "programme", "source")
        .prefetch_related(
            *("countries", "populations", "topics"),
            Prefetch("organisations", queryset=organisations, to_attr="leaving_organisations"),
            Prefetch("contributions", queryset=tellers, to_attr="named_contributions"),
        )
        .annotate(
            shows_event=Exists(event.filter(pk=OuterRef("event"))),
            shows_programme=Exists(programme.filter(pk=OuterRef("programme"))),
        )
        .defer(*LONG_TEXTS)
    )


def themes_of(stories: list[Any]) -> Mapping[int, list[str]]:
    """Themes voiced in these stories, as far as the voices may leave the site: one query."""
    voices = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(block__story__in=[story.pk for story in stories])
    codings = Coding.objects.filter(highlight__in=voices, theme__in=Theme.objects.visible_to(NOBODY, Use.EXPORTS))
    rows = codings.order_by("theme__order", "theme__name").values_list("highlight__block__story", "theme__name")
    found: dict[int, dict[str, None]] = {}
    for story, theme in rows:
        found.setdefault(story, {})[theme] = None
    return {story: list(themes) for story, themes in found.items()}


def story_entries(stories: list[Any], address: Address) -> Iterator[Entry]:
    themes = themes_of(stories)
    for story in stories:
        people, countries = [str(one) for one in story.populations.all()], [str(one) for one in story.countries.all()]
        tags, voiced = sorted(str(one) for one in story.topics.all()), themes.get(story.pk, [])
        organisations = [one.name for one in story.leaving_organisations]
        told_by = list(dict.fromkeys(one.contributor.public_name for one in story.named_contributions))
        source = story.source if story.source and story.source.is_listed else None
        event, programme = story.shown_event, story.shown_programme
        where = address(story.get_absolute_url())
        row = (
            *(where, story.title, story.get_kind_display(), story.when if story.dated else "", str(story.dated or "")),
            *(story.language, story.standfirst, people, countries, tags, voiced),
            *(str(programme) if programme else "", str(event) if event else "", organisations),
            *(told_by, source.title if source else "", story.published_at.date().isoformat()),
        )
        reference = Reference(
            RIS_TYPES.get(story.kind, "ELEC"),
            story.title,
            where,
            authors=told_by or organisations,
            date=story.dated,
            abstract=story.standfirst,
            keywords=[*people, *tags, *voiced, *countries],
            language=story.language,
            publisher=source.publisher if source else "",
            series=str(event) if event else "",
        )
        yield Entry(row, reference)


STORY_FILE = RecordFile("stories", COLUMNS, leaving_stories, story_entries)
