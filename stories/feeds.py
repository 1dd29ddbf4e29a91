"""Feeds of stories, themes and syntheses: only what consent lets leave this site."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import RecordQuerySet, Use
from kpknow.exports.feeds import RecordFeed
from stories.models import Story, Synthesis, Theme
from stories.reading.story_facets import STORIES

NOBODY = AnonymousUser()


class StoriesFeed(RecordFeed):
    name = _("kpknow: stories")
    subtitle = _("First-hand accounts of change.")
    list_address = reverse_lazy("stories:stories")
    catalogue = STORIES

    def records(self) -> RecordQuerySet[Story]:
        return Story.objects.visible_to(NOBODY, Use.EXPORTS)

    def words(self, item: Story) -> str:
        return item.standfirst


class ThemesFeed(RecordFeed):
    name = _("kpknow: themes")
    subtitle = _("What several voices say.")
    list_address = reverse_lazy("stories:themes")

    def records(self) -> RecordQuerySet[Theme]:
        return Theme.objects.visible_to(NOBODY, Use.EXPORTS)

    def words(self, item: Theme) -> str:
        return item.summary or item.meaning


class SynthesesFeed(RecordFeed):
    name = _("kpknow: syntheses")
    subtitle = _("What participants themselves made of an event.")
    list_address = reverse_lazy("stories:syntheses")

    def records(self) -> RecordQuerySet[Synthesis]:
        return Synthesis.objects.visible_to(NOBODY, Use.EXPORTS)

    def words(self, item: Synthesis) -> str:
        return f"{item.when}. {item.summary}"
