"""How many voices a theme rests on, and from how wide apart. Only what this reader may see is counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from kpknow.content.models import User
from stories.models import Coding, Highlight


@dataclass(frozen=True)
class Tally:
    """Distinct voices (highlights), sources (stories, events, surveys), organisations and countries."""

    voices: int
    sources: int
    organisations: int = 0
    countries: int = 0


def tallies(theme_ids: Sequence[int], user: User) -> Mapping[int, Tally]:
    """Voices and sources of many themes in one query; a theme without voices is absent."""
    visible = Highlight.objects.visible_to(user)
    rows = (
        Coding.objects.filter(theme__in=theme_ids, highlight__in=visible)
        .values("theme")
        .annotate(
            voices=Count("highlight", distinct=True),
            stories=Count("highlight__block__story", distinct=True),
            events=Count("highlight__session__event", distinct=True),
            surveys=Count("highlight__question__survey", distinct=True),
        )
        .order_by()
    )
    return {row["theme"]: Tally(row["voices"], row["stories"] + row["events"] + row["surveys"]) for row in rows}


def strength(highlights: Iterable[Highlight]) -> Tally:
    """The full tally of highlights loaded by ``voices_of``; no queries.

    An organisation counts when a story is about it or a speaker in a session belongs to it; a country when a story is
    set in it or such an organisation works in it. Survey answers are anonymous and add neither.
    """
    voices, sources, organisations, countries = set(), set(), set(), set()
    for highlight in highlights:
        voices.add(highlight.pk)
        if highlight.block:
            story = highlight.block.story
            sources.add(("story", story.pk))
            organisations |= {organisation.pk for organisation in story.shown_organisations}
            countries |= {country.pk for country in story.countries.all()}
        elif highlight.session:
            sources.add(("event", highlight.session.event_id))
            for contribution in highlight.session.contributions.all():
                if organisation := contribution.contributor.organisation:
                    organisations.add(organisation.pk)
                    countries |= {organisation.country_id} - {None}
        elif highlight.question:
            sources.add(("survey", highlight.question.survey_id))
    return Tally(len(voices), len(sources), len(organisations), len(countries))
