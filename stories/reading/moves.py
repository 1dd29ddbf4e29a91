"""What became of a theme, its versions and its findings when it was merged or split, as readers meet it."""

from django.urls import reverse

from kpknow.content.lookup import RecordMoved, shown_record
from kpknow.content.models import Use, User
from stories.models import Finding, FormerFinding, Theme, ThemeVersion

TOP = "main"
"""The anchor of every page's words."""


def shown_theme(slug: str, user: User) -> Theme:
    """As ``shown_record``; whoever followed a link to one finding of a merged theme arrives at the top, for the number
    is another finding's there.
    """
    try:
        return shown_record(Theme.objects.visible_to(user).for_page(user), slug)
    except RecordMoved as moved:
        if was_merged(slug):
            moved.anchor = TOP
        raise


def was_merged(slug: str) -> bool:
    return Theme.objects.filter(slug=slug, merged_into__isnull=False).exists()


def theme_of_versions(slug: str, user: User, use: Use = Use.WEB) -> tuple[Theme, Theme]:
    """The theme whose versions stand at this address, and the one that holds its findings today.

    They are two where it was merged: a version stays what was cited. Raises as ``shown_record``, of either.
    """
    visible = Theme.objects.visible_to(user, use).for_page(user)
    try:
        theme = shown_record(visible, slug)
    except RecordMoved:
        merged = Theme.objects.filter(slug=slug).select_related("merged_into").first()
        if merged is None or merged.merged_into is None:
            raise
        return merged, shown_record(visible, merged.merged_into.slug)
    return theme, theme


def versions_of_merged(theme: Theme) -> list[ThemeVersion]:
    """Standing versions of themes that became this one, theme by theme, the newest first: one query."""
    versions = ThemeVersion.objects.filter(theme__merged_into=theme, withdrawn_at__isnull=True).defer("content")
    return list(versions.select_related("theme").order_by("theme__name", "-number"))


def parts_elsewhere(theme: Theme, user: User) -> list[Theme]:
    """Themes this reader may see that parts of this one moved to: one query."""
    return list(Theme.objects.visible_to(user).filter(parts_from__source=theme).in_order())


def path_of_moved_finding(slug: str, order: int, user: User) -> str:
    """Where the finding that stood at this number of this theme stands now; empty where this reader sees none."""
    former = FormerFinding.objects.filter(slug=slug, order=order).values("finding")
    shown = Finding.objects.visible_to(user).filter(pk__in=former, theme__in=Theme.objects.visible_to(user))
    finding = shown.select_related("theme").first()
    return reverse("stories:finding_voices", args=(finding.theme.slug, finding.order)) if finding else ""
