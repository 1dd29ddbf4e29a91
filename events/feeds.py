"""The feed of events: only what may leave this site, dates no finer than a day."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kpknow.content.models import Use
from kpknow.exports.feeds import NEWEST, RecordFeed

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (section 2.2); one such sign in one title would break the feed for everybody."""


def day(moment: dt.datetime) -> dt.datetime:
    """Midnight of its day: the hour tells when a curator was at work."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


class EventsFeed(RecordFeed):
    title = _("kpknow: events")
    subtitle = _("When and where people met, and what came out.")
    link = reverse_lazy("events:events")

    def items(self) -> Iterable[Event]:
        visible = Event.objects.visible_to(AnonymousUser(), Use.EXPORTS)
        return visible.select_related("parent", "country").newest()[:NEWEST]

    def item_title(self, item: Any) -> str:
        return UNWRITABLE.sub("", str(item))

    def item_description(self, item: Event) -> str:
        words = f"{item.get_kind_display()}, {item.when}, {item.place_words}. {item.tagline}"
        return UNWRITABLE.sub("", words).strip()

    def item_pubdate(self, item: Event) -> dt.datetime | None:
        return item.published_at and day(item.published_at)

    def item_updateddate(self, item: Event) -> dt.datetime:
        return day(item.changed_at)
