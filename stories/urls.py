"""Readers' pages of what was learned."""

from django.urls import path, re_path

from stories.feeds import StoriesFeed, SynthesesFeed, ThemesFeed
from stories.models.media import PICTURE_NAME
from stories.views import (
    comments,
    comparison,
    highlights,
    lists,
    media,
    stories,
    syntheses,
    theme_files,
    themes,
    versions,
    voices,
)

app_name = "stories"
urlpatterns = [
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("stories/<slug:slug>/comment/", comments.comment, name="comment"),
    path("stories/<slug:slug>/play/", media.play, name="play"),
    re_path(rf"^pictures/(?P<name>{PICTURE_NAME})\Z", media.picture, name="picture"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("themes/<slug:slug>/voices/", voices.theme_voices, name="theme_voices"),
    path("themes/<slug:slug>/v<int:number>/", versions.theme_version, name="theme_version"),
    path("themes/<slug:slug>/v<int:number>/figures.csv", versions.version_figures, name="version_figures"),
    path("themes/<slug:slug>/versions/", versions.theme_versions, name="theme_versions"),
    path("themes/<slug:slug>/compare/", comparison.compare, name="compare"),
    path("themes/<slug:slug>/voices/<slug:kind>/<slug:value>/", comparison.voices_among, name="voices_among"),
    path("themes/<slug:slug>/findings/<int:order>/", voices.finding_voices, name="finding_voices"),
    path("themes/<slug:slug>/evidence.csv", theme_files.theme_evidence, name="theme_evidence"),
    path("themes/<slug:slug>/figures.csv", theme_files.theme_figures, name="theme_figures"),
    path("surveys/<slug:slug>/<int:order>/", voices.question_voices, name="question_voices"),
    path("syntheses/", syntheses.syntheses, name="syntheses"),
    path("syntheses/<slug:slug>/", syntheses.synthesis, name="synthesis"),
    path("highlights/<slug:public_id>/", highlights.highlight, name="highlight"),
    path("feeds/stories.atom", StoriesFeed(), name="stories_feed"),
    path("feeds/themes.atom", ThemesFeed(), name="themes_feed"),
    path("feeds/syntheses.atom", SynthesesFeed(), name="syntheses_feed"),
    path("data/stories.csv", lists.stories_csv, name="stories_csv"),
    path("data/stories.ris", lists.stories_ris, name="stories_ris"),
    path("data/themes.csv", lists.themes_csv, name="themes_csv"),
    path("data/themes.ris", lists.themes_ris, name="themes_ris"),
    path("data/syntheses.csv", lists.syntheses_csv, name="syntheses_csv"),
    path("data/syntheses.ris", lists.syntheses_ris, name="syntheses_ris"),
]
