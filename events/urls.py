"""Readers' pages of what happened."""

from django.urls import path, re_path

from events.feeds import EventsFeed, OrganisationsFeed, ResourcesFeed
from events.views import events, figures, lists, organisations, programmes, resources, surveys

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
    # the random names uploads get, and nothing that could lead out of their folder
    re_path(
        r"^files/(?P<name>[a-z0-9]{20}(?:_[a-zA-Z0-9]{7})?\.(?:pdf|docx|xlsx|pptx))\Z",
        resources.file,
        name="resource_file",
    ),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/<slug:slug>/", surveys.survey, name="survey"),
    path("surveys/<slug:slug>/figures.csv", figures.survey_csv, name="survey_csv"),
    path("surveys/<slug:slug>/<int:order>/figures/", figures.question_figures, name="question_figures"),
    path("surveys/<slug:slug>/<int:order>/figures.csv", figures.question_csv, name="question_csv"),
    path("surveys/<slug:slug>/<int:order>/figures.svg", figures.question_chart, {"form": "svg"}, name="question_svg"),
    path("surveys/<slug:slug>/<int:order>/figures.png", figures.question_chart, {"form": "png"}, name="question_png"),
    path("feeds/events.atom", EventsFeed(), name="events_feed"),
    path("feeds/organisations.atom", OrganisationsFeed(), name="organisations_feed"),
    path("feeds/resources.atom", ResourcesFeed(), name="resources_feed"),
    path("data/events.csv", lists.events_csv, name="events_csv"),
    path("data/events.ris", lists.events_ris, name="events_ris"),
    path("data/organisations.csv", lists.organisations_csv, name="organisations_csv"),
    path("data/organisations.ris", lists.organisations_ris, name="organisations_ris"),
    path("data/resources.csv", lists.resources_csv, name="resources_csv"),
    path("data/resources.ris", lists.resources_ris, name="resources_ris"),
]
