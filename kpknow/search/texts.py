"""What strangers may find of each kind of record: words they may read on its page, and none besides."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Organisation, Resource, Session
from kpknow.search.models import DocKind
from stories.models import Block, Finding, Highlight, Story, StoryContribution, Synthesis, SynthesisEntry, Theme

NOBODY = AnonymousUser()
OWN_WORDS = ~Q(text="") | Q(block__isnull=True)
"""Highlights found by themselves; one whose words stand in a story is found with the story."""
PRACTICE = ("issue", "context", "key_elements", "outcomes", "lessons")


@dataclass(frozen=True, slots=True)
class DocText:
    """One document before it is stemmed. ``owner``: key of the record it is found and hidden with. ``place``: found by,
    and left out of what a result shows, where it would stand alone after the last sentence.
    """

    kind: DocKind
    pk: int
    owner: int
    language: str
    heading: str
    address: str
    title: str
    summary: str = ""
    body: str = ""
    dated: str = ""
    published: dt.date | None = None
    holds_until: dt.date | None = None
    place: str = ""

    @property
    def searched(self) -> str:
        """The body as the index has it."""
        return joined(self.body, self.place)

    @property
    def lead(self) -> str:
        """What a result shows of it; of a story its standfirst, for its passages are read where they stand."""
        return self.summary if self.kind == DocKind.STORY else joined(self.summary, self.body)


def joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def stories(pks: Sequence[int]) -> Iterator[DocText]:
    """Three queries. Of speakers only what they consent to today; the document lasts as long as the first of them."""
    today = timezone.now().date()
    bodies: dict[int, list[str]] = defaultdict(list)
    blocks = Block.objects.readable().filter(story__in=pks).order_by("story", "order")
    for story, text in blocks.values_list("story", "text"):
        bodies[story].append(text)
    lasting = StoryContribution.objects.filter(story__in=pks, consent__expires_on__gte=today).order_by()
    ends = dict(lasting.values_list("story").annotate(Min("consent__expires_on")))
    base = reverse("stories:stories")
    columns = ("pk", "slug", "language", "title", "standfirst", "in_short", "dated", "published_at", *PRACTICE)
    for row in Story.objects.visible_to(NOBODY).filter(pk__in=pks).order_by().values_list(*columns):
        pk, slug, language, title, standfirst, in_short, dated, published, *practice = row
        yield DocText(
            kind=DocKind.STORY,
            pk=pk,
            owner=pk,
            language=language,
            heading=title,
            address=f"{base}{slug}/",
            title=title,
            summary=joined(standfirst, in_short),
            body=joined(*practice, *bodies.get(pk, ())),
            dated=str(dated or ""),
            published=day(published),
            holds_until=ends.get(pk),
        )


def events(pks: Sequence[int]) -> Iterator[DocText]:
    for event in Event.objects.visible_to(NOBODY).filter(pk__in=pks).select_related("parent"):
        yield DocText(
            DocKind.EVENT,
            event.pk,
            event.pk,
            event.language,
            event.title,
            event.get_absolute_url(),
            joined(event.title, event.series),
            joined(event.tagline, event.summary),
            joined(event.aims, event.method, event.afterwards),
            str(event.starts or ""),
            day(event.published_at),
            place=event.city,
        )


def sessions(pks: Sequence[int]) -> Iterator[DocText]:
    for session in Session.objects.visible_to(NOBODY).filter(event__in=pks).select_related("event__parent"):
        event = session.event
        yield DocText(
            DocKind.SESSION,
            session.pk,
            event.pk,
            event.language,
            session.title,
            session.get_absolute_url(),
            session.title,
            joined(session.prompt, session.reframing),
            joined(session.summary, session.key_points),
            str(event.starts or ""),
            day(event.published_at),
        )


def organisations(pks: Sequence[int]) -> Iterator[DocText]:
    shown = Organisation.objects.visible_to(NOBODY).filter(pk__in=pks)
    for one in shown.select_related("country").prefetch_related("names"):
        yield DocText(
            DocKind.ORGANISATION,
            one.pk,
            one.pk,
            one.language,
            one.name,
            one.get_absolute_url(),
            joined(one.name, one.acronym, *(str(name) for name in one.names.all())),
            one.summary,
            published=day(one.published_at),
            place=one.place_words if one.country else "",
        )


def themes(pks: Sequence[int]) -> Iterator[DocText]:
    for theme in Theme.objects.visible_to(NOBODY).filter(pk__in=pks):
        yield DocText(
            DocKind.THEME,
            theme.pk,
            theme.pk,
            theme.language,
            theme.name,
            theme.get_absolute_url(),
            theme.name,
            joined(theme.meaning, theme.summary),
            joined(theme.pole_one, theme.pole_two, theme.limits),
            published=day(theme.published_at),
        )


def findings(pks: Sequence[int]) -> Iterator[DocText]:
    shown = Finding.objects.visible_to(NOBODY).filter(theme__in=Theme.objects.visible_to(NOBODY).filter(pk__in=pks))
    for finding in shown.select_related("theme"):
        yield DocText(
            DocKind.FINDING,
            finding.pk,
            finding.theme_id,
            finding.theme.language,
            finding.claim,
            f"{finding.theme.get_absolute_url()}#{finding.anchor}",
            finding.claim,
            finding.explanation,
            published=day(finding.theme.published_at),
        )


def highlights(pks: Sequence[int]) -> Iterator[DocText]:
    for one in Highlight.objects.visible_to(NOBODY).filter(OWN_WORDS, pk__in=pks).for_page():
        source = one.block.story if one.block else one.session.event if one.session else None
        yield DocText(
            DocKind.HIGHLIGHT,
            one.pk,
            one.pk,
            source.language if source else "en",
            shortened(one.shown_text),
            one.get_absolute_url(),
            "",
            body=one.shown_text,
            published=day(one.created_at),
        )


def syntheses(pks: Sequence[int]) -> Iterator[DocText]:
    entries: dict[int, list[str]] = defaultdict(list)
    rows = SynthesisEntry.objects.filter(section__synthesis__in=pks).order_by("section__order", "number")
    for pk, section, title, text in rows.values_list("section__synthesis", "section__title", "title", "text"):
        entries[pk] += [section, title, text]
    for one in Synthesis.objects.visible_to(NOBODY).filter(pk__in=pks):
        yield DocText(
            DocKind.SYNTHESIS,
            one.pk,
            one.pk,
            one.language,
            one.title,
            one.get_absolute_url(),
            one.title,
            one.summary,
            joined(one.method, *dict.fromkeys(entries.get(one.pk, ()))),
            str(one.dated or ""),
            day(one.published_at),
        )


def resources(pks: Sequence[int]) -> Iterator[DocText]:
    for one in Resource.objects.visible_to(NOBODY).filter(pk__in=pks).distinct():
        yield DocText(
            DocKind.RESOURCE,
            one.pk,
            one.pk,
            one.language,
            one.title,
            one.get_absolute_url(),
            one.title,
            one.summary,
            one.contents,
            str(one.issued or ""),
            day(one.published_at),
        )


def shortened(text: str, most: int = 120) -> str:
    """The beginning of a passage, cut between words."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


Reader = Callable[[Sequence[int]], Iterator[DocText]]
READERS: Mapping[str, Mapping[DocKind, Reader]] = {
    "stories.story": {DocKind.STORY: stories},
    "events.event": {DocKind.EVENT: events, DocKind.SESSION: sessions},
    "events.organisation": {DocKind.ORGANISATION: organisations},
    "stories.theme": {DocKind.THEME: themes, DocKind.FINDING: findings},
    "stories.highlight": {DocKind.HIGHLIGHT: highlights},
    "stories.synthesis": {DocKind.SYNTHESIS: syntheses},
    "events.resource": {DocKind.RESOURCE: resources},
}
"""Label of the record that is touched → the kinds of documents it brings, each with what reads them."""
