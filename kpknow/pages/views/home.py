"""The home page: what is here, is it for me, is it safe."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.maps import dots
from events.models import Country, Topic
from events.reading.catalogues import EVENTS
from kpknow.content.lookup import reader_page
from kpknow.exports.jsonld import Thing, thing
from kpknow.exports.jsonld import render as jsonld
from kpknow.pages.concepts import counted, first, having, totals
from stories.models import Synthesis, Theme
from stories.reading.story_facets import STORIES
from stories.reading.tallies import tallies
from stories.reading.voices import featured_highlight

NEWEST_STORIES = 3
COMMON_TAGS = 4
MOST_THEMES = 7
MOST_EVENTS = 5


@reader_page
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    stories, events = STORIES.now(), EVENTS.now()
    here = ((stories, "place"), (events, "place"), (events, "came_from"))
    countries = counted(Country.objects.visible_to(user), totals(here), key="code")
    tags = counted(Topic.objects.visible_to(user), totals([(stories, "tag")]))
    themes = list(Theme.objects.visible_to(user).in_order()[:MOST_THEMES])
    counts = tallies(themes, user)
    context = {
        "section": "home",
        "countries": countries,
        "dots": dots(countries),
        "tags": sorted(tags, key=lambda tag: (-tag.records, tag.name))[:COMMON_TAGS],
        "voice": featured_highlight(),
        "stories": first(STORIES, stories, stories.shown, NEWEST_STORIES),
        "story_count": len(stories.shown),
        "themes": [(theme, counts.get(theme.pk)) for theme in themes],
        "events": first(EVENTS, events, having(events, "part", "whole"), MOST_EVENTS),
        "syntheses": list(Synthesis.objects.visible_to(user).newest()[:2]),
        "jsonld": jsonld([website(request)]),
    }
    return render(request, "pages/home.html", context)


def website(request: HttpRequest) -> Thing:
    """This site, and the address that searches it (schema.org SearchAction)."""
    template = request.build_absolute_uri(reverse("search:search")) + "?q={words}"
    return thing(
        "WebSite",
        name="kpknow",
        url=request.build_absolute_uri(request.path),
        description=_("What communities learn when they meet"),
        potentialAction=thing("SearchAction", target=template, **{"query-input": "required name=words"}),
    )
