"""The stories strangers may see, and the filters of their list in the order readers meet them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.facets import Names, Pairs, kinds, languages, people, places, programmes, topics, unnamed, years
from kpknow.content.catalogue import Catalogue, Snapshot
from kpknow.content.facet import NOT_RECORDED, Facet
from kpknow.content.models import Use
from stories.models import Coding, Highlight, Media, MediaKind, Story, StoryKind, Theme
from stories.models.story import StoryQuerySet

LONG_LIST = 20
"""Above so many stories the list offers years."""
MOST_TAGS = 3
"""Themes under one entry of the list."""
NOBODY = AnonymousUser()


def theme_pairs(records: QuerySet[Any]) -> Pairs:
    """A story has the themes of its visible highlights; what is coded to a hidden one may not show by filtering."""
    highlights = Highlight.objects.visible_to(NOBODY).filter(block__story__in=records.order_by().values("pk"))
    codings = Coding.objects.filter(highlight__in=highlights).order_by()
    return codings.values_list("highlight__block__story", "theme__slug").distinct().iterator(chunk_size=5000)


def theme_names(values: Collection[str]) -> Names:
    themes = Theme.objects.visible_to(NOBODY).filter(slug__in=values).order_by("order", "name")
    return [(theme.slug, theme.name) for theme in themes]


def visible_stories() -> StoryQuerySet:
    return Story.objects.visible_to(NOBODY)


def recording_pairs(records: QuerySet[Any]) -> Pairs:
    """Stories with a film or a podcast on another site, where everybody in it agrees to its being shown here."""
    media = Media.objects.visible_to(NOBODY, Use.WEB).exclude(kind=MediaKind.IMAGE).exclude(address="")
    return media.filter(story__in=records.order_by().values("pk")).order_by().values_list("story", "kind")


THEME = Facet("theme", _("Theme"), theme_pairs, theme_names, has_gap=False)

STORIES = Catalogue(
    visible_stories,
    (
        kinds("format", _("Format"), StoryKind.choices),
        people(),
        places("countries"),
        THEME,
        programmes(),
        languages(),
        years("dated_earliest", least=LONG_LIST, has_gap=True),
        topics(),
    ),
    marks=(Facet("recording", "", recording_pairs, unnamed),),
    date="dated_earliest",
)


def known_of(snapshot: Snapshot, story: Story) -> tuple[list[tuple[str, str]], str]:
    """What an entry of the list says beyond the story itself: up to three themes (slug, name), and where its film or
    podcast is. No query: the catalogue knows.
    """
    position = snapshot.position(story.pk)
    themes = STORIES.names(snapshot, THEME).items()
    if position is None:
        return [], ""
    coded = snapshot.values["theme"]
    shown = [(slug, name) for slug, name in themes if position in coded[slug]]
    recording = next((kind for kind, stories in snapshot.values["recording"].items() if position in stories), "")
    return shown[:MOST_TAGS], "" if recording == NOT_RECORDED else recording
