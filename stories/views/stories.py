"""Stories: who has done something like what I face, what changed, how, and can I use it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.facets import BY_DATE
from kpknow.content.catalogue_listing import CatalogueListing
from kpknow.content.lookup import reader_page
from kpknow.content.models import User
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.actions.comments import takes_comments
from stories.models import MediaKind, Story
from stories.reading.belongings import comments_on, media_of, organisations_in
from stories.reading.entries import Entry, entries, listed
from stories.reading.facts import asked_for
from stories.reading.passage_html import text_html
from stories.reading.people import people_of, readable_blocks
from stories.reading.related import read_next
from stories.reading.schema import article
from stories.reading.story_facets import STORIES
from stories.reading.text import passages, plain
from stories.reading.voices import voices_by_block


def way_here() -> Crumbs:
    return crumbs((_("Stories"), reverse("stories:stories")))


class StoryListing(CatalogueListing[Entry]):
    def stretch(self, start: int, stop: int) -> list[Entry]:
        return entries(self.snapshot, self.chosen_pks(start, stop))


@reader_page
def stories(request: HttpRequest) -> HttpResponse:
    listing = StoryListing(request, STORIES, BY_DATE)
    site = request.build_absolute_uri("/").removesuffix("/")
    places = [thing("ListItem", position=n, url=site + entry.url) for n, entry in enumerate(listing.page, start=1)]
    context = {
        "listing": listing,
        "entries": listed(listing.page),
        "canonical": request.build_absolute_uri(listing.canonical),
        "section": "stories",
        "jsonld": jsonld([thing("ItemList", itemListElement=places), crumbs_jsonld(request, way_here())]),
    }
    return render(request, "stories/stories.html", context)


@reader_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found, facts = asked_for(slug, user)
    people = people_of(found)
    blocks, withholds = readable_blocks(found, people)
    text = passages(blocks, voices_by_block(found, user) if "voices" in facts.has else {})
    themes = list({theme.pk: theme for passage in text for one in passage.blocks for theme in one.themes}.values())
    media = media_of(found, user) if "media" in facts.has else []
    recordings = [one for one in media if one.kind != MediaKind.IMAGE]
    versions = language_versions(found, user) if "versions" in facts.has else []
    organisations = organisations_in(found, user) if "organisations" in facts.has else []
    way = [*way_here(), (found.title, found.get_absolute_url())]
    context = {
        "story": found,
        "facts": facts,
        "figures": list(found.figures.all()) if "figures" in facts.has else [],
        "moments": list(found.moments.all()) if "moments" in facts.has else [],
        "people": people,
        "withholds": withholds,
        "passages": text,
        "text": text_html(text),
        "has_transcript": found.is_recorded and any(passage.is_transcript for passage in text),
        "recordings": recordings,
        "pictures": [one for one in media if one.kind == MediaKind.IMAGE],
        "themes": themes,
        "organisations": organisations,
        "versions": versions,
        "comments": comments_on(found, user) if "comments" in facts.has else [],
        "takes_comments": found.is_published and takes_comments(found),
        "cite_who": ", ".join(organisation.name for organisation in organisations),
        "read_next": read_next(found, [version.pk for version in versions], facts.snapshot),
        "crumbs": way[:-1],
        "section": "stories",
        "edit_url": "" if found.is_published else reverse("admin:stories_story_change", args=(found.pk,)),
        "jsonld": jsonld([article(request, found, facts, recordings, plain(text)), crumbs_jsonld(request, way)]),
    }
    return render(request, "stories/story.html", context)


def language_versions(story: Story, user: User) -> list[Story]:
    """The same story in other languages: one query."""
    original = story.translation_of_id or story.pk
    group = Story.objects.visible_to(user).filter(Q(pk=original) | Q(translation_of=original))
    return list(group.exclude(pk=story.pk).order_by("language", "pk"))
