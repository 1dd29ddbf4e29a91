"""Stories: who has done something like what I face, what changed, how, and can I use it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import facets
from events.models import Basis, Event, Organisation, Programme
from kpknow.content.listing import Facet, Listing
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.models import User
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import Thing, thing
from kpknow.exports.jsonld import render as jsonld
from stories.models import Comment, Media, MediaKind, Story, StoryContribution, StoryKind, Theme
from stories.reading.related import read_next
from stories.reading.text import Passage, passages
from stories.reading.voices import themes_by_story, voices_by_block

LONG_LIST = 20
"""Above so many stories the list offers years."""


def theme_facet(user: User) -> Facet:
    def options(records: QuerySet[Any]) -> Iterable[tuple[str, str]]:
        themes = Theme.objects.visible_to(user).filter(highlights__block__story__in=records).distinct().in_order()
        return themes.values_list("slug", "name")

    return Facet("theme", gettext_lazy("Theme"), "blocks__highlights__themes__slug", options)


@reader_page
def stories(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        Story.objects.visible_to(request.user).for_list(),
        (
            facets.kinds("format", gettext_lazy("Format"), StoryKind.choices),
            facets.people(),
            facets.places("countries"),
            theme_facet(request.user),
            facets.programmes(),
            facets.languages(),
            facets.years("dated_earliest", LONG_LIST),
        ),
        facets.by_date("dated_earliest"),
    )
    shown = list(listing.page)
    elsewhere = dict(
        Media.objects.visible_to(request.user)
        .filter(story__in=shown)
        .exclude(kind=MediaKind.IMAGE)
        .values_list("story", "kind")
    )
    themes = themes_by_story(shown, request.user)
    entries = [(story, themes.get(story.pk, ())[:3], elsewhere.get(story.pk, "")) for story in shown]
    return render(request, "stories/stories.html", {"listing": listing, "entries": entries, "section": "stories"})


@reader_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Story.objects.visible_to(user).for_page(user), slug)
    voices = voices_by_block(found, user)
    text = passages(found.blocks.readable().select_related("contribution__contributor", "contribution__consent"), voices)
    contributions = list(found.contributions.select_related("contributor", "consent"))
    media = list(Media.objects.visible_to(user).filter(story=found))
    way = crumbs((_("Stories"), reverse("stories:stories")))
    context = {
        "story": found,
        "passages": text,
        "withheld": found.blocks.count() - sum(len(passage.blocks) for passage in text),
        "has_turns": any(passage.kind == "turn" for passage in text),
        "media": media,
        "credits": [one for one in contributions if one.consent],
        "consent_words": consent_words(contributions),
        "event": Event.objects.visible_to(user).filter(pk=found.event_id).select_related("parent").first(),
        "programme": Programme.objects.visible_to(user).filter(pk=found.programme_id).first(),
        "organisations": Organisation.objects.visible_to(user).filter(stories=found),
        "versions": language_versions(found, user),
        "comments": list(Comment.objects.visible_to(user).filter(story=found).order_by("received_at", "pk")),
        "read_next": read_next(found, user),
        "themes": list({theme.pk: theme for passage in text for one in passage.blocks for theme in one.themes}.values()),
        "crumbs": way,
        "section": "stories",
        "edit_url": reverse("admin:stories_story_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld(
            [article(request, found, media, text), crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])]
        ),
    }
    return render(request, "stories/story.html", context)


def consent_words(contributions: list[StoryContribution]) -> str:
    """On what the story rests, naming nobody."""
    given = [one.consent for one in contributions if one.consent]
    if any(consent.basis == Basis.PUBLISHED_SOURCE for consent in given):
        return _("Consent: published by the source; not yet reconfirmed with the people in it.")
    return _("Consent: given by the people in it.")


def language_versions(story: Story, user: User) -> list[Story]:
    """The same story in other languages."""
    original = story.translation_of_id or story.pk
    group = Story.objects.visible_to(user).filter(translation_of=original) | Story.objects.visible_to(user).filter(
        pk=original
    )
    return [one for one in group.order_by("language") if one.pk != story.pk]


def article(request: HttpRequest, story: Story, media: list[Media], text: list[Passage]) -> Thing:
    """schema.org Article, with its film or podcast; nobody in it is named to machines."""
    transcript = "\n".join(one.block.text for passage in text for one in passage.blocks)
    moving = {"video": ("VideoObject", "video"), "audio": ("PodcastEpisode", "audio")}
    parts = {
        moving[one.kind][1]: thing(
            moving[one.kind][0],
            name=one.title,
            description=story.standfirst,
            uploadDate=story.dated and story.dated.machine,
            transcript=transcript,
        )
        for one in media
        if one.kind in moving
    }
    return thing(
        "Article",
        headline=story.title,
        description=story.standfirst,
        datePublished=story.dated and story.dated.machine,
        inLanguage=story.language,
        isAccessibleForFree=True,
        wordCount=story.word_count,
        contentLocation=[thing("Country", name=str(country)) for country in story.countries.all()],
        about=[str(topic) for topic in story.topics.all()],
        mainEntityOfPage=request.build_absolute_uri(story.get_absolute_url()),
        **parts,
    )
