"""Readers' pages of the roof."""

from django.urls import path

from kpknow.pages.views import about, concepts, evidence, gaps, home, learning, my_story, removal, sources, tags

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("places/", concepts.places, name="places"),
    path("places/<slug:code>/", concepts.place, name="place"),
    path("people/", concepts.people, name="people"),
    path("people/<slug:slug>/", concepts.population, name="population"),
    path("events/<slug:slug>/learning/", learning.learning, name="learning"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/evidence.csv", evidence.evidence_csv, name="evidence_csv"),
    path("evidence/gaps/", gaps.gaps, name="gaps"),
    path("evidence/gaps/gaps.csv", gaps.gaps_csv, name="gaps_csv"),
    path("evidence/gaps/records/", gaps.gap_records, name="gap_records"),
    path("evidence/voices/", evidence.evidence_voices, name="evidence_voices"),
    path("evidence/<slug:kind>/<slug:facet>/<slug:value>/", evidence.evidence_records, name="evidence_records"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<str:slug>/", tags.tag, name="tag"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("about/", about.about, name="about"),
    path("about/method/", about.method, name="method"),
    path("safety/", about.safety, name="safety"),
    path("consent/", about.consent, name="consent"),
    path("my-story/", my_story.my_story, name="my_story"),
    path("removal/", removal.removal, name="removal"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("licence/", about.licence, name="licence"),
]
