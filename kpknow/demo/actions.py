"""Loads everything, or nothing."""

from django.db import connection, transaction

from events.models import Event, Organisation, Programme, Resource, Survey
from kpknow.content.history.recording import unrecorded
from kpknow.content.models import Record
from kpknow.demo.events import load_events
from kpknow.demo.highlights import highlight_sessions
from kpknow.demo.organisations import load_organisations
from kpknow.demo.programmes import load_programmes
from kpknow.demo.resources import load_resources
from kpknow.demo.sources import load_sources
from kpknow.demo.stories import load_stories
from kpknow.demo.survey import load_survey
from kpknow.demo.syntheses import load_syntheses
from kpknow.demo.themes import finish_theme, load_themes
from kpknow.demo.vocabulary import load_legal_contexts
from kpknow.demo.working_themes import load_working_theme
from stories.models import Story, Synthesis, Theme

KINDS: tuple[type[Record], ...] = (Organisation, Programme, Event, Survey, Resource, Story, Theme, Synthesis)


def record_count() -> int:
    """Records of every kind, published or not."""
    return sum(kind._default_manager.count() for kind in KINDS)


@transaction.atomic
@unrecorded()
def load_demo() -> int:
    """Add what is missing and return how many records were added; what is there already stays as it is.

    Nothing is written into the history: it is all in this package.
    """
    before = record_count()
    load_sources()
    load_organisations()
    load_programmes()
    themes = load_themes()
    events = load_events()
    load_survey()
    load_stories()
    for event, slug in reversed(events):  # the home page leads with the newest voice: the institute's
        highlight_sessions(event, slug)
    for theme, row in themes:
        finish_theme(theme, row)
    load_working_theme()
    load_syntheses()
    load_resources()
    load_legal_contexts()
    with connection.cursor() as cursor:  # after so many rows at once, the database's picture of its tables is wrong
        cursor.execute("ANALYZE")
    return record_count() - before
