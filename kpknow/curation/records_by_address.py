"""The record that stands at an address of this site, for staff who were told only the address."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation

from events.models import Event, Organisation, Programme, Resource, Survey
from kpknow.content.models import FormerAddress, Record
from stories.models import Story, Synthesis, Theme

MODELS: dict[str, type[Record]] = {
    "stories:story": Story,
    "stories:play": Story,
    "stories:theme": Theme,
    "stories:theme_voices": Theme,
    "stories:synthesis": Synthesis,
    "events:event": Event,
    "events:organisation": Organisation,
    "events:programme": Programme,
    "events:resource": Resource,
    "events:survey": Survey,
}


def path_of(address: str) -> str:
    """Its path alone, at most 300 signs: no words somebody looked for, no other site. Empty if it is no address."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    return path[:300] if path.startswith("/") and "\x00" not in path else ""


def record_at(address: str) -> Record | None:
    """Also where the address is an old one. None for lists, passages and addresses of nothing."""
    path = path_of(address)
    try:
        with translation.override(translation.get_language_from_path(path)):
            match = resolve(path)
    except Resolver404:
        return None
    model = MODELS.get(match.view_name)
    if model is None:
        return None
    slug = match.kwargs["slug"]
    if former := FormerAddress.objects.filter(kind=model._meta.label_lower, slug=slug).first():
        slug = former.current_slug
    return model._default_manager.filter(slug=slug).first()
