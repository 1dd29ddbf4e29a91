"""The stories strangers may see, and the filters of their list in the order readers meet them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from events.facets import (
    Names,
    Pairs,
    current_slugs,
    kinds,
    languages,
    people,
    places,
    programmes,
    topics,
    unnamed,
    years,
)
from kpknow.content.catalogue import Catalogue
from kpknow.content.facet import Facet
from kpknow.content.models import Use
from kpknow.content.prepared import FEW, Prepared
from stories.models import (
    Block,
    Coding,
    Comment,
    Highlight,
    Media,
    MediaKind,
    Moment,
    Story,
    StoryFigure,
    StoryKind,
    Theme,
)
from stories.models.story import StoryQuerySet

LONG_LIST = 20
"""Above so many stories the list offers years."""
NOBODY = AnonymousUser()


def theme_pairs(records: QuerySet[Any]) -> Pairs:
    """A story has the themes of its visible highlights; what is coded to a hidden one may not show by filtering."""
    marked = Highlight.objects.filter(block__story__in=records.order_by().values("pk"))
    if not marked.exists():  # a cheap question before a long one: most stories have none
        return ()
    return voiced(marked).iterator(chunk_size=5000)


def voiced(marked: QuerySet[Highlight]) -> QuerySet[Any, Any]:
    """Story and theme of each visible one of these highlights."""
    highlights = Highlight.objects.visible_to(NOBODY).filter(pk__in=marked.values("pk"))
    codings = Coding.objects.filter(highlight__in=highlights).order_by()
    return codings.values_list("highlight__block__story", "theme__slug").distinct()


FEW_VOICED = Prepared(lambda pks: voiced(Highlight.objects.filter(block__story__in=pks)), FEW)


def theme_names(values: Collection[str]) -> Names:
    themes = Theme.objects.visible_to(NOBODY).filter(slug__in=values).order_by("order", "name")
    return [(theme.slug, theme.name) for theme in themes]


def visible_stories() -> StoryQuerySet:
    return Story.objects.visible_to(NOBODY)


def recording_pairs(records: QuerySet[Any]) -> Pairs:
    """Stories with a film or a podcast on another site, where everybody in it agrees to its being shown here."""
    there = Media.objects.filter(story__in=records.order_by().values("pk")).exclude(kind=MediaKind.IMAGE)
    if not there.exists():
        return ()
    media = Media.objects.visible_to(NOBODY, Use.WEB).exclude(address="").filter(pk__in=there.values("pk"))
    return media.order_by().values_list("story", "kind")


EXTRA_NAMES = ("comments", "figures", "media", "moments", "organisations", "turns", "versions", "voices")


def extra_pairs(records: QuerySet[Any]) -> Pairs:
    """What else there is of a story, whether or not a reader may see it: each is asked for only where it exists."""
    stories = records.order_by().values("pk")
    versions = Story.objects.filter(translation_of__in=stories).order_by()
    rows = {
        "comments": Comment.objects.filter(story__in=stories).values_list("story"),
        "figures": StoryFigure.objects.filter(story__in=stories).values_list("story"),
        "media": Media.objects.filter(story__in=stories).values_list("story"),
        "moments": Moment.objects.filter(story__in=stories).values_list("story"),
        "organisations": Story.organisations.through.objects.filter(story__in=stories).values_list("story"),
        "turns": Block.objects.filter(story__in=stories, contribution__isnull=False).values_list("story"),
        "versions": versions.values_list("translation_of"),
        "voices": Highlight.objects.filter(block__story__in=stories).values_list("block__story"),
    }
    translations = records.order_by().filter(translation_of__isnull=False).values_list("pk", Value("versions"))
    parts = [found.order_by().distinct().annotate(of=Value(name)) for name, found in rows.items()]
    return translations.union(*parts)


PEOPLE, PLACE, PROGRAMME, TOPIC = people(), places("countries"), programmes(), topics()
LANGUAGE, YEAR = languages(), years("dated_earliest", least=LONG_LIST, has_gap=True)
THEME = Facet(
    "theme",
    _("Theme"),
    theme_pairs,
    theme_names,
    has_gap=False,
    moved=lambda values: current_slugs(Theme, values),
    few=FEW_VOICED.rows,
)
RECORDING = Facet("recording", "", recording_pairs, unnamed)
EXTRAS = Facet("extra", "", extra_pairs, unnamed)

STORIES = Catalogue(
    visible_stories,
    (
        kinds("format", _("Format"), StoryKind.choices),
        PEOPLE,
        PLACE,
        THEME,
        PROGRAMME,
        LANGUAGE,
        YEAR,
        TOPIC,
    ),
    marks=(RECORDING, EXTRAS),
    date="dated_earliest",
)
