"""What every page's frame needs: how to leave it, its own address, the languages it exists in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from kpknow.content.languages import own_name


def site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    here = request.build_absolute_uri(request.path)
    return {
        "exit_url": settings.EXIT_URLS.get(language, settings.EXIT_URL),
        "contact_address": settings.CONTACT_ADDRESS,
        "canonical_url": here,
        "languages": other_languages(request.path),
    }


def other_languages(path: str) -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in every language of the interface; nothing where there is but one."""
    if len(settings.LANGUAGES) == 1:
        return []
    return [(code, own_name(code), translate_url(path, code)) for code, _name in settings.LANGUAGES]
