"""A story whose line changed, brought up to date the way staff would do it: blocks and highlights keep their ids."""

from events.models import Country
from kpknow.search.corpus.documents import passage_id
from kpknow.search.corpus.lines import day_of
from kpknow.search.corpus.links import Links
from kpknow.search.corpus.story_lines import StoryLine
from stories.actions.anchors import mark
from stories.actions.blocks import read_blocks
from stories.models import Coding, Display, Highlight, HighlightState, Story, TaggedStory


def update_story(key: int, line: StoryLine, links: Links) -> None:
    """Some forty queries. Consents stay as they are: a withdrawn one is not given again."""
    story = Story.objects.get(pk=key)
    story.title, story.language, story.standfirst, story.body = line.title, line.language, line.summary, line.body
    story.event_id = links.event(line)
    story.published_at = line.published or story.published_at
    story.dated = day_of(line.published) if line.published else None
    story.save()
    story.countries.set(Country.objects.filter(code=line.country))
    story.populations.set(links.populations_of(line))
    story.organisations.set(links.organisations_of(line))
    tags = links.tags_of(line)
    TaggedStory.objects.filter(content_object=story).exclude(tag__in=tags).delete()
    TaggedStory.objects.bulk_create(
        [TaggedStory(content_object=story, tag_id=tag) for tag in tags], ignore_conflicts=True
    )
    read_blocks(story)
    _tie_to_themes(story, line, links.themes_of(line))


def _tie_to_themes(story: Story, line: StoryLine, themes: list[int]) -> None:
    """The passage follows its words; where they are gone it moves to the first paragraph."""
    passage = Highlight.objects.filter(public_id=passage_id(line.slug)).first()
    if not themes:
        if passage and passage.evidence.exists():
            passage.codings.all().delete()
        elif passage:
            passage.delete()
        return
    if passage is None:
        passage = Highlight(public_id=passage_id(line.slug), display=Display.PARAPHRASE)
    if passage.state != HighlightState.CONFIRMED or passage.block is None:
        passage.block = story.blocks.order_by("order")[line.passage_at]
        passage.state = HighlightState.CONFIRMED
        mark(passage, 0, len(line.passage))
        passage.save()
    passage.codings.exclude(theme__in=themes).delete()
    Coding.objects.bulk_create([Coding(highlight=passage, theme_id=theme) for theme in themes], ignore_conflicts=True)
