"""What lower pages show of what the index knows."""

from collections.abc import Sequence

from django import template

from kpknow.search.similarity import Similar, similar_to
from stories.models import Story
from stories.reading.related import ReadNext

register = template.Library()


@register.simple_tag
def similar_stories(story: Story, besides: Sequence[ReadNext]) -> list[Similar]:
    """Stories that use the same rare words, without those offered already: one query."""
    offered = {one.story.pk for one in besides}
    return [one for one in similar_to(story.pk) if one.pk not in offered]
