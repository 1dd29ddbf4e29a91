"""Highlights with everything a page says about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Prefetch

from events.models import Event, Organisation, Survey
from kpknow.content.models import User
from stories.models import Coding, Highlight, Story, Theme

SHORT = 180
"""Characters: the longest voice the home page sets in large type."""


def visible_codings(user: User) -> "Prefetch[str]":
    """Prefetch of a highlight's codings to themes this reader may see, as ``shown_codings``."""
    themes = Theme.objects.visible_to(user)
    codings = Coding.objects.filter(theme__in=themes).select_related("theme").order_by("theme__order", "theme__name")
    return Prefetch("codings", queryset=codings, to_attr="shown_codings")


def voices_of_theme(theme: Theme, user: User) -> list[Highlight]:
    """All visible highlights coded to a theme, ready for ``strength`` and the page: five queries."""
    organisations = Organisation.objects.visible_to(user)
    return list(
        Highlight.objects.visible_to(user)
        .filter(codings__theme=theme)
        .for_page()
        .prefetch_related(
            "block__story__countries",
            Prefetch("block__story__organisations", queryset=organisations, to_attr="shown_organisations"),
            "session__contributions__contributor__organisation",
        )
    )


def voices_of_event(event: Event, user: User) -> list[Highlight]:
    """What came out of an event: visible highlights of its sessions, in the sessions' order."""
    highlights = Highlight.objects.visible_to(user).filter(session__event=event).for_page()
    return list(highlights.prefetch_related(visible_codings(user)).order_by("session__order", "order", "pk"))


def voices_by_session(event: Event, user: User) -> Mapping[int, int]:
    """Number of visible highlights of each session of an event: one query."""
    highlights = Highlight.objects.visible_to(user).filter(session__event=event).order_by()
    return dict(highlights.values_list("session").annotate(n=Count("pk")))


def voices_by_question(survey: Survey, user: User) -> Mapping[int, Sequence[Highlight]]:
    """Visible highlights of each question of a survey: two queries."""
    found: dict[int, list[Highlight]] = {}
    highlights = Highlight.objects.visible_to(user).filter(question__survey=survey).for_page()
    for highlight in highlights.prefetch_related(visible_codings(user)):
        found.setdefault(highlight.question_id or 0, []).append(highlight)
    return found


def voices_by_block(story: Story, user: User) -> Mapping[int, Sequence[Highlight]]:
    """Visible highlights of each block of a story, by block: two queries."""
    found: dict[int, list[Highlight]] = {}
    highlights = Highlight.objects.visible_to(user).filter(block__story=story).prefetch_related(visible_codings(user))
    for highlight in highlights.order_by("start", "pk"):
        found.setdefault(highlight.block_id or 0, []).append(highlight)
    return found


def themes_by_story(stories: Sequence[Story], user: User) -> Mapping[int, Sequence[Theme]]:
    """Themes the visible highlights of these stories are coded to, in the themes' order: one query."""
    codings = (
        Coding.objects.filter(
            theme__in=Theme.objects.visible_to(user),
            highlight__in=Highlight.objects.visible_to(user).filter(block__story__in=stories),
        )
        .select_related("theme", "highlight__block")
        .order_by("theme__order", "theme__name")
    )
    found: dict[int, dict[int, Any]] = {}
    for coding in codings:
        if coding.highlight.block:
            found.setdefault(coding.highlight.block.story_id, {})[coding.theme_id] = coding.theme
    return {story: list(themes.values()) for story, themes in found.items()}


def featured_highlight(user: User) -> Highlight | None:
    """One short voice for the home page: the newest that a finding rests on."""
    highlights = Highlight.objects.visible_to(user).filter(evidence__isnull=False).for_page().order_by("-pk")
    return next((highlight for highlight in highlights[:40] if len(highlight.shown_text) <= SHORT), None)
