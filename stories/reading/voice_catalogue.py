"""The voices strangers may hear, with what each speaks to and where it comes from, as bitmaps: nothing is counted over
rows, however many there are.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, DateField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from events.facets import Pairs, unnamed
from events.models import Organisation
from kpknow.content.catalogue import Catalogue
from kpknow.content.facet import Facet
from stories.models import Highlight
from stories.models.highlight import HighlightQuerySet

STORY = "block__story"
EVENT = "session__event"
SPEAKER = "consent__contributor__organisation"
NOBODY = AnonymousUser()


def voices() -> HighlightQuerySet:
    """Undated: a catalogue without dates can be patched only when it says so of each record."""
    return Highlight.objects.visible_to(NOBODY).annotate(day=Value(None, output_field=DateField()))


def gathering(prefix: str = "") -> Coalesce:
    """The event a voice was heard at; a site visit counts as the event it was part of."""
    return Coalesce(f"{prefix}{EVENT}__parent", f"{prefix}{EVENT}")


def organisation(prefix: str = "") -> Case:
    """Those a story is about; else that of whoever agreed to be quoted. Never one readers may not see."""
    named = Organisation.objects.visible_to(NOBODY).values("pk")
    about, of_speaker = f"{prefix}{STORY}__organisations", f"{prefix}{SPEAKER}"
    return Case(
        When(**{f"{about}__in": named}, then=F(about)), When(**{f"{of_speaker}__in": named}, then=F(of_speaker))
    )


def found_in(name: str, path: Any) -> Facet:
    """Values are primary keys as texts."""

    def pairs(records: QuerySet[Any]) -> Pairs:
        found = records.order_by().annotate(value=path).filter(value__isnull=False).values_list("pk", "value")
        return ((pk, str(value)) for pk, value in found.iterator(chunk_size=5000))

    return Facet(name, "", pairs, unnamed)


def of_gathering(path: str) -> tuple[Coalesce, ...]:
    """A field of the event a voice was heard at, or that its story was told at."""
    return tuple(Coalesce(f"{event}__parent__{path}", f"{event}__{path}") for event in (EVENT, f"{STORY}__event"))


def years() -> Facet:
    """That of the event; else that of the story. When answers to a survey were given is not kept by the day."""
    day = Coalesce(*of_gathering("starts_earliest"), f"{STORY}__dated_earliest")

    def pairs(records: QuerySet[Any]) -> Pairs:
        found = records.order_by().annotate(value=day).filter(value__isnull=False).values_list("pk", "value")
        return ((pk, f"{value.year:04}") for pk, value in found.iterator(chunk_size=5000))

    return Facet("year", "", pairs, unnamed)


PROGRAMME = Coalesce(*of_gathering("programme__slug"), f"{STORY}__programme__slug", "question__survey__programme__slug")

VOICES = Catalogue(
    voices,
    (
        years(),
        found_in("programme", PROGRAMME),
        found_in("theme", F("codings__theme")),
        found_in("event", gathering()),
        found_in("survey", F("question__survey")),
        found_in("organisation", organisation()),
        found_in("country", F(f"{EVENT}__country")),
    ),
    date="day",
)
"""Countries are those of events: a story's are known of the story."""
