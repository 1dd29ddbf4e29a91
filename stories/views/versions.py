"""Frozen versions of a theme: pages a citation can lead to for ever, and what changed between them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.content.lookup import RecordGone, reader_page, shown_record
from kpknow.content.models import Use
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.csv import Cell, csv_chunks
from kpknow.exports.downloads import CSV, download
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.models import Theme, ThemeVersion
from stories.reading.citing import version_words
from stories.reading.frozen import VersionShown
from stories.reading.moves import theme_of_versions, versions_of_merged
from stories.reading.outline import changes_between

LARGEST_NUMBER = 32_767
"""What databases hold as a number of a version."""
NOBODY = AnonymousUser()
FIGURE_COLUMNS = ("finding", "question", "answer", "value", "base", "now", "address")
MOST_LISTED = 50
"""Versions on one page, the newest first."""


def asked_version(theme: Theme, number: int) -> tuple[ThemeVersion, list[ThemeVersion]]:
    """This version and all of its theme, in one query; raises Http404, or RecordGone where staff took it back."""
    versions = {one.number: one for one in theme.versions.defer("content")}
    asked = versions.get(min(number, LARGEST_NUMBER))
    if asked is None:
        raise Http404
    if asked.withdrawn_at:
        raise RecordGone
    return asked, list(versions.values())


@reader_page
def theme_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Gone with its theme, and by itself where staff took it back. It stays at its address when that is merged."""
    home, theme = theme_of_versions(slug, request.user)
    asked, versions = asked_version(home, number)
    standing = [one for one in versions if one.withdrawn_at is None]
    newest = max(standing, key=lambda one: one.number)
    asked.theme = newest.theme = home
    name = _("Version %(number)s") % {"number": asked.number}
    way = crumbs((_("Themes"), reverse("stories:themes")), (theme.name, theme.get_absolute_url()))
    shown = VersionShown(asked, theme, request.user)
    here = request.build_absolute_uri(asked.get_absolute_url())
    checked = shown.outline["checked_on"]
    context = {
        "theme": theme,
        "home": home,
        "version": asked,
        "newest": newest,
        "is_newest": asked == newest,
        "shown": shown,
        "title": shown.prose("name") or theme.name,
        "is_merged": home != theme,
        "prose": {field: shown.prose(field) for field in shown.outline["prose"]},
        "checked_on": dt.date.fromisoformat(checked) if checked else None,
        "tally": shown.outline["tally"],
        "cite_detail": version_words(asked),
        "cite_address": here,
        "canonical_url": request.build_absolute_uri(newest.get_absolute_url()),
        "crumbs": way,
        "section": "themes",
        "jsonld": jsonld(
            [
                thing("Article", headline=home.name, version=asked.number, mainEntityOfPage=here),
                crumbs_jsonld(request, [*way, (name, request.path)]),
            ]
        ),
    }
    return render(request, "stories/theme_version.html", context)


@reader_page
def version_figures(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every figure of a version with the survey's own words of today; none that is no longer published."""
    home, theme = theme_of_versions(slug, NOBODY, Use.EXPORTS)
    version, _all = asked_version(home, number)

    def rows() -> Iterator[Sequence[Cell]]:
        for place, figure in VersionShown(version, theme, NOBODY).answers:
            address = request.build_absolute_uri(figure.question.get_absolute_url())
            yield (place, figure.question.wording, figure.label, figure.value, figure.base, figure.now, address)

    name = f"{home.slug}-v{version.number}-figures.csv"
    return download(request, name, CSV, lambda: csv_chunks(FIGURE_COLUMNS, rows()))


@reader_page
def theme_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version with what is new in it, in numbers: words that were taken back since cannot come back here."""
    theme = shown_record(Theme.objects.visible_to(request.user), slug)
    versions = list(theme.versions.standing()[: MOST_LISTED + 1])
    merged = versions_of_merged(theme)
    if not versions and not merged:
        raise Http404
    for version in versions:
        version.theme = theme
    listed = [(newer, changes_between(older.content, newer.content)) for newer, older in pairwise(versions)]
    if versions and len(versions) <= MOST_LISTED:
        listed.append((versions[-1], None))  # type: ignore[arg-type]  # the first of all changed nothing
    way = crumbs((_("Themes"), reverse("stories:themes")), (theme.name, theme.get_absolute_url()))
    context = {
        "theme": theme,
        "versions": listed,
        "merged": merged[:MOST_LISTED],
        "crumbs": way,
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (_("Versions"), request.path)])]),
    }
    return render(request, "stories/theme_versions.html", context)
