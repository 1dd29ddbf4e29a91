"""How a theme is cited: by a frozen version while it says the same, else by the day it was checked."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stories.models import Theme, ThemeVersion
from stories.reading.outline import Outline, says_the_same


@dataclass(frozen=True)
class Citation:
    """``path`` is what the citation leads to. ``version`` is the newest; ``is_current``: the page still says that."""

    detail: str
    path: str
    version: ThemeVersion | None = None
    is_current: bool = False


def version_words(version: ThemeVersion) -> str:
    """“Theme summary, version 3, 3 February 2026”."""
    day = date_format(version.frozen_on, "j F Y")
    return _("Theme summary, version %(number)s, %(day)s") % {"number": version.number, "day": day}


def citation_of(theme: Theme, now: Outline) -> Citation:
    """One query. ``now`` is what this reader sees of the theme at this moment."""
    version = theme.versions.standing().first()
    if version and says_the_same(version.content, now):
        version.theme = theme
        return Citation(version_words(version), version.get_absolute_url(), version, is_current=True)
    checked = theme.checked_on
    day = date_format(checked, "j F Y") if checked else _("day of last check not recorded")
    return Citation(_("Theme summary, %(day)s") % {"day": day}, theme.get_absolute_url(), version)
