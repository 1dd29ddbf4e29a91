"""Brings what waits for somebody to the staff's first page."""

from django import template
from django.template import Context

from kpknow.curation.attention.cards import Waiting, waiting_for
from kpknow.curation.attention.starting import Start, starts_for

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_cards(context: Context) -> list[Waiting]:
    """See waiting_for."""
    return waiting_for(context["request"])


@register.simple_tag(takes_context=True)
def start_links(context: Context) -> list[Start]:
    """See starts_for."""
    return starts_for(context["request"])
