"""How many voices a theme rests on, and from how wide apart. Only what this reader may see is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.db.models.functions import Coalesce
from pyroaring import BitMap

from kpknow.content.catalogue import Snapshot
from kpknow.content.facet import HIDDEN, NOT_RECORDED
from kpknow.content.models import User
from stories.models import Coding, Highlight, Theme
from stories.reading.story_facets import STORIES
from stories.reading.voice_catalogue import EVENT, STORY, VOICES, gathering, organisation

OF_CODING = "highlight__"


@dataclass(frozen=True)
class Tally:
    """Distinct voices (highlights), sources (stories, events, surveys), organisations and countries."""

    voices: int
    sources: int
    organisations: int = 0
    countries: int = 0


def tallies(themes: Sequence[Theme], user: User) -> Mapping[int, Tally]:
    """Primary key → tally; a theme without visible voices is absent. No query for strangers, one for anybody else.

    A site visit counts as the event it was part of. An organisation counts when a story is about it or somebody who
    agreed to be quoted belongs to it, a country when a story is set in it or an event was held in it. Survey answers
    are anonymous and add neither.
    """
    if isinstance(user, AnonymousUser):
        heard, told = VOICES.now(), STORIES.now()
        found = {theme.pk: heard_by_all(theme, heard, told) for theme in themes}
        return {pk: tally for pk, tally in found.items() if tally.voices}
    return counted(themes, user)


def heard_by_all(theme: Theme, heard: Snapshot, told: Snapshot) -> Tally:
    voices = heard.values["theme"].get(str(theme.pk)) or BitMap()
    stories = told.values["theme"].get(theme.slug) or BitMap()
    events, surveys = met(heard, "event", voices), met(heard, "survey", voices)
    return Tally(
        len(voices),
        len(stories) + len(events) + len(surveys),
        len(met(heard, "organisation", voices)),
        len({code.upper() for code in met(told, "place", stories)} | met(heard, "country", voices)),
    )


def met(snapshot: Snapshot, facet: str, bits: BitMap) -> set[str]:
    """The values that some of these records have."""
    held = snapshot.values[facet].items()
    return {value for value, other in held if value not in (HIDDEN, NOT_RECORDED) and bits.intersect(other)}


def counted(themes: Sequence[Theme], user: User) -> Mapping[int, Tally]:
    """The same over rows, for those who may see what is not published yet."""
    rows = (
        Coding.objects.filter(theme__in=[theme.pk for theme in themes])
        .filter(highlight__in=Highlight.objects.visible_to(user))
        .order_by()
        .values("theme")
        .annotate(
            voices=Count("highlight", distinct=True),
            stories=Count(f"{OF_CODING}{STORY}", distinct=True),
            events=Count(gathering(OF_CODING), distinct=True),
            surveys=Count("highlight__question__survey", distinct=True),
            organisations=Count(organisation(OF_CODING), distinct=True),
            countries=Count(Coalesce(f"{OF_CODING}{STORY}__countries", f"{OF_CODING}{EVENT}__country"), distinct=True),
        )
    )
    return {
        row["theme"]: Tally(
            row["voices"], row["stories"] + row["events"] + row["surveys"], row["organisations"], row["countries"]
        )
        for row in rows
    }
