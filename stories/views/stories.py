"""Stories: who has done something like what I face, what changed, how, and can I use it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.facets import BY_DATE
from events.models import Organisation
from kpknow.content.catalogue_listing import CatalogueListing
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.models import User
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.models import Comment, Media, MediaKind, Story
from stories.reading.people import people_of, readable_blocks
from stories.reading.related import read_next
from stories.reading.schema import article
from stories.reading.story_facets import STORIES, known_of, visible_stories
from stories.reading.text import passages, plain
from stories.reading.voices import voices_by_block


def way_here() -> Crumbs:
    return crumbs((_("Stories"), reverse("stories:stories")))


@reader_page
def stories(request: HttpRequest) -> HttpResponse:
    listing = CatalogueListing(request, STORIES, BY_DATE, visible_stories().for_list())
    shown = listing.page
    addresses = [request.build_absolute_uri(story.get_absolute_url()) for story in shown]
    entries = [thing("ListItem", position=n, url=address) for n, address in enumerate(addresses, start=1)]
    context = {
        "listing": listing,
        "entries": [(story, *known_of(listing.snapshot, story)) for story in shown],
        "canonical": request.build_absolute_uri(listing.canonical),
        "section": "stories",
        "jsonld": jsonld([thing("ItemList", itemListElement=entries), crumbs_jsonld(request, way_here())]),
    }
    return render(request, "stories/stories.html", context)


@reader_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Story.objects.visible_to(user).for_page(user), slug)
    people = people_of(found)
    text = passages(readable_blocks(found, people), voices_by_block(found, user))
    themes = list({theme.pk: theme for passage in text for one in passage.blocks for theme in one.themes}.values())
    media = media_of(found, user)
    recordings = [one for one in media if one.kind != MediaKind.IMAGE]
    versions = language_versions(found, user)
    organisations = list(Organisation.objects.visible_to(user).filter(stories=found))
    way = [*way_here(), (found.title, found.get_absolute_url())]
    context = {
        "story": found,
        "people": people,
        "passages": text,
        "has_transcript": found.is_recorded and any(passage.is_transcript for passage in text),
        "recordings": recordings,
        "pictures": [one for one in media if one.kind == MediaKind.IMAGE],
        "themes": themes,
        "organisations": organisations,
        "versions": versions,
        "comments": list(Comment.objects.visible_to(user).filter(story=found).order_by("received_at", "pk")),
        "cite_who": ", ".join(organisation.name for organisation in organisations),
        "read_next": read_next(found, themes, versions, user),
        "crumbs": way[:-1],
        "section": "stories",
        "edit_url": "" if found.is_published else reverse("admin:stories_story_change", args=(found.pk,)),
        "jsonld": jsonld([article(request, found, recordings, plain(text)), crumbs_jsonld(request, way)]),
    }
    return render(request, "stories/story.html", context)


def media_of(story: Story, user: User) -> list[Media]:
    """Films, podcasts and pictures everybody in which agrees, each with its story loaded: one query."""
    media = list(Media.objects.visible_to(user).filter(story=story).order_by("order", "pk"))
    for one in media:
        one.story = story
    return media


def language_versions(story: Story, user: User) -> list[Story]:
    """The same story in other languages: one query."""
    original = story.translation_of_id or story.pk
    group = Story.objects.visible_to(user).filter(Q(pk=original) | Q(translation_of=original))
    return list(group.exclude(pk=story.pk).order_by("language", "pk"))
