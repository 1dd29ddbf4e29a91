"""Lists to keep: the stories, themes and syntheses of a list as a table or as references."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from events.facets import BY_DATE
from kpknow.content.catalogue_listing import KeyListing
from kpknow.content.leaving import asked_pks
from kpknow.content.lookup import reader_page
from kpknow.content.models import Use
from stories.exports.stories import STORY_FILE
from stories.exports.themes import SYNTHESIS_FILE, THEME_FILE
from stories.models import Synthesis, Theme
from stories.reading.story_facets import STORIES

NOBODY = AnonymousUser()


def chosen_stories(request: HttpRequest) -> list[int]:
    """Takes the filters and the order of the list of stories."""
    listing = KeyListing(request, STORIES, BY_DATE)
    return asked_pks(listing, request)


@reader_page
def stories_csv(request: HttpRequest) -> HttpResponse:
    return STORY_FILE.csv(request, chosen_stories(request))


@reader_page
def stories_ris(request: HttpRequest) -> HttpResponse:
    return STORY_FILE.ris(request, chosen_stories(request))


def all_themes() -> list[int]:
    return list(Theme.objects.visible_to(NOBODY, Use.EXPORTS).in_order().values_list("pk", flat=True))


@reader_page
def themes_csv(request: HttpRequest) -> HttpResponse:
    return THEME_FILE.csv(request, all_themes())


@reader_page
def themes_ris(request: HttpRequest) -> HttpResponse:
    return THEME_FILE.ris(request, all_themes())


def all_syntheses() -> list[int]:
    return list(Synthesis.objects.visible_to(NOBODY, Use.EXPORTS).newest().values_list("pk", flat=True))


@reader_page
def syntheses_csv(request: HttpRequest) -> HttpResponse:
    return SYNTHESIS_FILE.csv(request, all_syntheses())


@reader_page
def syntheses_ris(request: HttpRequest) -> HttpResponse:
    return SYNTHESIS_FILE.ris(request, all_syntheses())
