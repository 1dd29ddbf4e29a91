"""How many voices a theme rests on, and from how wide apart. Only what this reader may see is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, When
from django.db.models.functions import Coalesce

from events.models import Organisation
from kpknow.content.models import User
from stories.models import Coding, Highlight

STORY = "highlight__block__story"
EVENT = "highlight__session__event"
SPEAKER = "highlight__consent__contributor__organisation"


@dataclass(frozen=True)
class Tally:
    """Distinct voices (highlights), sources (stories, events, surveys), organisations and countries."""

    voices: int
    sources: int
    organisations: int = 0
    countries: int = 0


def tallies(theme_ids: Sequence[int], user: User) -> Mapping[int, Tally]:
    """The tally of each theme, in one query however many there are; a theme without visible voices is absent.

    A site visit counts as the event it was part of. An organisation counts when a story is about it or somebody who
    agreed to be quoted belongs to it, a country when a story is set in it or an event was held in it. Survey answers
    are anonymous and add neither.
    """
    named = Organisation.objects.visible_to(user).values("pk")
    organisation = Case(
        When(**{f"{STORY}__organisations__in": named}, then=F(f"{STORY}__organisations")),
        When(**{f"{SPEAKER}__in": named}, then=F(SPEAKER)),
    )
    rows = (
        Coding.objects.filter(theme__in=theme_ids, highlight__in=Highlight.objects.visible_to(user))
        .order_by()
        .values("theme")
        .annotate(
            voices=Count("highlight", distinct=True),
            stories=Count(STORY, distinct=True),
            events=Count(Coalesce(f"{EVENT}__parent", EVENT), distinct=True),
            surveys=Count("highlight__question__survey", distinct=True),
            organisations=Count(organisation, distinct=True),
            countries=Count(Coalesce(f"{STORY}__countries", f"{EVENT}__country"), distinct=True),
        )
    )
    return {
        row["theme"]: Tally(
            row["voices"], row["stories"] + row["events"] + row["surveys"], row["organisations"], row["countries"]
        )
        for row in rows
    }
