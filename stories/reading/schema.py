"""What a page tells machines, in schema.org's words. No person is named: to be read is not to be indexed."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kpknow.content.models import Source
from kpknow.exports.jsonld import Thing, thing
from stories.models import Media, MediaKind, Story, Synthesis, Theme
from stories.reading.facts import StoryFacts
from stories.reading.theme_page import LeadingFigure


def work(source: Source | None) -> Thing | None:
    """The document a record was made from, where staff list it."""
    if source is None or not source.is_listed:
        return None
    return thing("CreativeWork", name=source.title, url=source.url, inLanguage=source.language)


def article(
    request: HttpRequest, story: Story, facts: StoryFacts, recordings: Sequence[Media], transcript: str
) -> Thing:
    """An Article, with its film or podcast. ``transcript`` holds readable words only."""
    kinds = {MediaKind.VIDEO: ("video", "VideoObject"), MediaKind.AUDIO: ("audio", "PodcastEpisode")}
    date = story.dated.machine if story.dated else ""
    parts: dict[str, list[Thing]] = {}
    for one in recordings:
        name, kind = kinds[MediaKind(one.kind)]
        episode = thing(kind, name=one.title, description=story.standfirst, uploadDate=date, transcript=transcript)
        parts.setdefault(name, []).append(episode)
    return thing(
        "Article",
        headline=story.title,
        description=story.standfirst,
        datePublished=date,
        inLanguage=story.language,
        isAccessibleForFree=True,
        wordCount=story.word_count,
        contentLocation=[thing("Country", name=str(country)) for country in facts.countries],
        about=[str(topic) for topic in facts.topics],
        isBasedOn=work(story.source),
        mainEntityOfPage=request.build_absolute_uri(story.get_absolute_url()),
        **parts,
    )


def summary(request: HttpRequest, theme: Theme, figures: Sequence[LeadingFigure]) -> list[Thing]:
    """An Article, and a Dataset of its leading figures with their bases where it has any."""
    address = request.build_absolute_uri(theme.get_absolute_url())
    text = theme.summary or theme.meaning
    words = {"headline": theme.name, "description": text, "inLanguage": theme.language}
    things = [thing("Article", mainEntityOfPage=address, **words)]
    if figures:
        measured = [
            thing("PropertyValue", name=one.label, value=one.value_words, description=one.base_text) for one in figures
        ]
        name = _("Figures of “%(theme)s”") % {"theme": theme.name}
        things.append(thing("Dataset", name=name, description=theme.meaning, url=address, variableMeasured=measured))
    return things


def report(request: HttpRequest, synthesis: Synthesis) -> Thing:
    return thing(
        "Report",
        name=synthesis.title,
        description=synthesis.summary,
        datePublished=synthesis.dated.machine if synthesis.dated else "",
        inLanguage=synthesis.language,
        isBasedOn=work(synthesis.source),
        url=request.build_absolute_uri(synthesis.get_absolute_url()),
    )
