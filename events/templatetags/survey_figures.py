from typing import Any

from django import template

from events.models import Question
from events.reading.figures import Figures, told_alone

register = template.Library()


@register.simple_tag(takes_context=True)
def figures_told(context: Any, question: Question) -> Figures:
    """The ``figures`` a page has ready, else what the question and its options say by themselves: no query."""
    figures = context.get("figures")
    return figures if isinstance(figures, Figures) else told_alone(question)
