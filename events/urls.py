"""Readers' pages of what happened."""

from django.urls import path

from events.feeds import EventsFeed
from events.views import events, organisations, programmes, resources, surveys

app_name = "events"
urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("resources/", resources.resources, name="resources"),
    path("resources/<slug:slug>/", resources.resource, name="resource"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/<slug:slug>/", surveys.survey, name="survey"),
    path("feeds/events.atom", EventsFeed(), name="events_feed"),
]
