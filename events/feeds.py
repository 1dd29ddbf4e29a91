"""The feed of events: only what may leave this site."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kpknow.content.models import Use
from kpknow.exports.feeds import NEWEST, RecordFeed


class EventsFeed(RecordFeed):
    title = _("kpknow: events")
    subtitle = _("When and where people met, and what came out.")
    link = reverse_lazy("events:events")

    def items(self) -> Iterable[Event]:
        visible = Event.objects.visible_to(AnonymousUser(), Use.EXPORTS)
        return visible.select_related("parent", "country").newest()[:NEWEST]

    def words(self, item: Event) -> str:
        return f"{item.get_kind_display()}, {item.when}, {item.place_words}. {item.tagline}"
