"""Readers' pages of the roof."""

from django.urls import path

from kpknow.pages.views import about, concepts, home, my_story, removal, sources, tags

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("places/", concepts.places, name="places"),
    path("places/<slug:code>/", concepts.place, name="place"),
    path("people/", concepts.people, name="people"),
    path("people/<slug:slug>/", concepts.population, name="population"),
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
