"""One theme across events, years and people, and the voices behind each number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Highlight, Theme
from stories.reading.comparison import comparison
from stories.views.voices import voices_page

MOST_ROWS = 60
"""Events, surveys and stories of one table; how many more there are is said."""


def way_to(theme: Theme) -> Crumbs:
    return crumbs((_("Themes"), reverse("stories:themes")), (theme.name, theme.get_absolute_url()))


@reader_page
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    theme = shown_record(Theme.objects.visible_to(request.user), slug)
    found = comparison(theme, request.user)
    context = {
        "theme": theme,
        "places": found.places[:MOST_ROWS],
        "unlisted": max(len(found.places) - MOST_ROWS, 0),
        "comparison": found,
        "crumbs": way_to(theme),
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, [*way_to(theme), (_("Compare"), request.path)])]),
    }
    return render(request, "stories/compare.html", context)


@reader_page
def voices_among(request: HttpRequest, slug: str, kind: str, value: str) -> HttpResponse:
    """The voices one number of the comparison counts: of an event, a survey, a year, or of stories alone."""
    theme = shown_record(Theme.objects.visible_to(request.user), slug)
    row = comparison(theme, request.user).row(kind, value)
    if row is None:
        raise Http404
    voices = Highlight.objects.visible_to(request.user).filter(pk__in=row.keys)
    title = _("Voices on “%(theme)s”: %(place)s") % {"theme": theme.name, "place": row.label}
    way = [*way_to(theme), (_("Compare"), reverse("stories:compare", args=(theme.slug,)))]
    return voices_page(request, title, voices, way)
