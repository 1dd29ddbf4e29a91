"""Themes: what do we know, how well, and what should be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Theme
from stories.reading.schema import summary
from stories.reading.tallies import tallies
from stories.reading.theme_page import (
    entries_about,
    leading_figures,
    recommendations,
    shown_findings,
    sources,
    survey_lines,
    with_common_base,
)
from stories.reading.voices import other_voices

MOST_VOICES = 5
"""Voices outside any finding that the page shows; all voices have a list of their own."""
MOST_SOURCES = 40
"""Voices outside any finding that are asked where they come from, for “Built from”."""


def way_here() -> Crumbs:
    return crumbs((_("Themes"), reverse("stories:themes")))


@reader_page
def themes(request: HttpRequest) -> HttpResponse:
    listing = PlainListing(request, Theme.objects.visible_to(request.user).for_list(), "order", "name")
    shown = list(listing.page)
    counts = tallies(shown, request.user)
    context = {
        "listing": listing,
        "themes": [(theme, counts.get(theme.pk)) for theme in shown],
        "canonical": request.build_absolute_uri(listing.url(page=listing.number)),
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, way_here())]),
    }
    return render(request, "stories/themes.html", context)


@reader_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Theme.objects.visible_to(user).for_page(user), slug)
    findings, figures = shown_findings(found, user), leading_figures(found, user)
    used = [evidence.highlight for shown in findings for evidence in shown.evidence]
    others = list(other_voices(found, [highlight.pk for highlight in used], user)[:MOST_SOURCES])
    strip, common_base = with_common_base(figures)
    questions = [figure.question for figure in figures]
    questions += [question for shown in findings for question in shown.finding.shown_questions]
    way = [*way_here(), (found.name, found.get_absolute_url())]
    context = {
        "theme": found,
        "tally": tallies([found], user).get(found.pk),
        "figures": figures,
        "strip": strip,
        "common_base": common_base,
        "survey_lines": survey_lines(figures),
        "findings": findings,
        "recommendations": recommendations(found, findings),
        "others": others[:MOST_VOICES],
        "has_more": len(others) > MOST_VOICES,
        "entries": entries_about(found, user),
        "cite_detail": cite_detail(found),
        "sources": sources([*used, *others], questions),
        "crumbs": way[:-1],
        "section": "themes",
        "edit_url": "" if found.is_published else reverse("admin:stories_theme_change", args=(found.pk,)),
        "jsonld": jsonld([*summary(request, found, figures), crumbs_jsonld(request, way)]),
    }
    return render(request, "stories/theme.html", context)


def cite_detail(theme: Theme) -> str:
    """“Theme summary, 3 February 2026”: a summary changes, so its citation carries the day it was checked."""
    checked = theme.checked_on
    day = date_format(checked, "j F Y") if checked else _("day of last check not recorded")
    return _("Theme summary, %(day)s") % {"day": day}
