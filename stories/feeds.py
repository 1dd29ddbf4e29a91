"""Feeds of stories and themes: only what consent lets leave this site, by title and standfirst, dated by the day."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kpknow.content.models import Record, Use
from kpknow.exports.feeds import NEWEST, RecordFeed
from stories.models import Story, Theme

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (section 2.2); one such sign in one title would break the feed for everybody."""


def day(moment: dt.datetime) -> dt.datetime:
    """Midnight of its day: the hour tells when a curator was at work."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


class DatedByDay(RecordFeed):
    def item_title(self, item: Any) -> str:
        return UNWRITABLE.sub("", str(item))

    def item_pubdate(self, item: Record) -> dt.datetime | None:
        return item.published_at and day(item.published_at)

    def item_updateddate(self, item: Record) -> dt.datetime:
        return day(item.changed_at)


class StoriesFeed(DatedByDay):
    title = _("kpknow: stories")
    subtitle = _("First-hand accounts of change.")
    link = reverse_lazy("stories:stories")

    def items(self) -> Iterable[Story]:
        return Story.objects.visible_to(AnonymousUser(), Use.EXPORTS).newest()[:NEWEST]

    def item_description(self, item: Story) -> str:
        return UNWRITABLE.sub("", item.standfirst)


class ThemesFeed(DatedByDay):
    title = _("kpknow: themes")
    subtitle = _("What several voices say.")
    link = reverse_lazy("stories:themes")

    def items(self) -> Iterable[Theme]:
        return Theme.objects.visible_to(AnonymousUser(), Use.EXPORTS).newest()[:NEWEST]

    def item_description(self, item: Theme) -> str:
        return UNWRITABLE.sub("", item.summary or item.meaning)
