"""In which languages a record speaks and can be had."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kpknow.content.languages import own_name
from kpknow.content.models import Record

register = template.Library()


@register.simple_tag
def spoken_in(record: Record) -> SafeString:
    """``lang`` and ``dir`` for an element that holds a record's words; nothing where the page speaks its language."""
    if record.language == (get_language() or ""):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', record.language, record.direction)


@register.filter
def own_languages(tags: str) -> list[str]:
    """Names, each in its own language, of BCP 47 tags separated by spaces."""
    return [own_name(tag) for tag in tags.split()]
