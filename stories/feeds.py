"""Feeds of stories and themes: only what consent lets leave this site."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import Use
from kpknow.exports.feeds import NEWEST, RecordFeed
from stories.models import Story, Theme


class StoriesFeed(RecordFeed):
    title = _("kpknow: stories")
    subtitle = _("First-hand accounts of change.")
    link = reverse_lazy("stories:stories")

    def items(self) -> Iterable[Story]:
        return Story.objects.visible_to(AnonymousUser(), Use.EXPORTS).newest()[:NEWEST]

    def words(self, item: Story) -> str:
        return item.standfirst


class ThemesFeed(RecordFeed):
    title = _("kpknow: themes")
    subtitle = _("What several voices say.")
    link = reverse_lazy("stories:themes")

    def items(self) -> Iterable[Theme]:
        return Theme.objects.visible_to(AnonymousUser(), Use.EXPORTS).newest()[:NEWEST]

    def words(self, item: Theme) -> str:
        return item.summary or item.meaning
