"""Feeds of events, organisations and resources: only what may leave this site."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event, Organisation, Resource
from events.reading.catalogues import EVENTS, ORGANISATIONS, RESOURCES
from kpknow.content.models import RecordQuerySet, Use
from kpknow.exports.feeds import RecordFeed

NOBODY = AnonymousUser()


class EventsFeed(RecordFeed):
    name = _("kpknow: events")
    subtitle = _("When and where people met, and what came out.")
    list_address = reverse_lazy("events:events")
    catalogue = EVENTS

    def records(self) -> RecordQuerySet[Event]:
        return Event.objects.visible_to(NOBODY, Use.EXPORTS).select_related("parent", "country")

    def words(self, item: Event) -> str:
        return f"{item.get_kind_display()}, {item.when}, {item.place_words}. {item.tagline}"


class OrganisationsFeed(RecordFeed):
    name = _("kpknow: organisations")
    subtitle = _("Groups, networks and others who met, hosted and told.")
    list_address = reverse_lazy("events:organisations")
    catalogue = ORGANISATIONS

    def records(self) -> RecordQuerySet[Organisation]:
        return Organisation.objects.visible_to(NOBODY, Use.EXPORTS)

    def words(self, item: Organisation) -> str:
        return f"{item.get_kind_display()}. {item.summary}"


class ResourcesFeed(RecordFeed):
    name = _("kpknow: resources")
    subtitle = _("Reports, toolkits, courses, podcasts and films to take away.")
    list_address = reverse_lazy("events:resources")
    catalogue = RESOURCES

    def records(self) -> RecordQuerySet[Resource]:
        return Resource.objects.visible_to(NOBODY, Use.EXPORTS)

    def words(self, item: Resource) -> str:
        return f"{item.get_kind_display()}. {item.summary}"
