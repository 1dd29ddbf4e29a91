"""Themes: what do we know, how well, and what should be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Theme
from stories.reading.citing import citation_of
from stories.reading.moves import parts_elsewhere, shown_theme
from stories.reading.outline import outline_of
from stories.reading.passages import coded_passages, sources
from stories.reading.poles import poles_of
from stories.reading.schema import summary
from stories.reading.tallies import tallies
from stories.reading.theme_page import (
    MOST_LEADING,
    entries_about,
    give_strength,
    give_words,
    leading_figures,
    page_findings,
    recommendations,
    room_for_others,
    survey_lines,
    with_common_base,
)


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
    found = shown_theme(slug, user)
    findings, figures = page_findings(found, user), leading_figures(found, user)
    give_strength(findings, user)
    passages = [passage for shown in findings for passage in shown.passages]
    used = {passage.highlight for passage in passages}
    others = [passage for passage in coded_passages(found, user) if passage.highlight not in used]
    room = room_for_others(findings)
    other_voices = give_words(found, findings, others[:room], user)
    strip, common_base = with_common_base(figures)
    surveys = [figure.question.survey for figure in figures]
    surveys += [question.survey for shown in findings for question in shown.finding.shown_questions]
    tally, asked = tallies([found], user).get(found.pk), recommendations(found, findings)
    now = outline_of(found, findings=findings, figures=figures, recommendations=asked, others=others, tally=tally)
    citation = citation_of(found, now)
    way = [*way_here(), (found.name, found.get_absolute_url())]
    context = {
        "theme": found,
        "tally": tally,
        "figures": figures,
        "strip": strip[:MOST_LEADING],
        "more_figures": strip[MOST_LEADING : 2 * MOST_LEADING],
        "common_base": common_base,
        "survey_lines": survey_lines(figures),
        "findings": findings,
        "recommendations": asked,
        "others": other_voices,
        "poles": poles_of(found, [*passages, *others], user),
        "other_count": len(others),
        "voice_count": len(passages) + len(others),
        "figure_count": len(figures) + sum(shown.bars for shown in findings),
        "entries": entries_about(found, user),
        "parts_elsewhere": parts_elsewhere(found, user),
        "citation": citation,
        "cite_address": request.build_absolute_uri(citation.path),
        "sources": sources([*passages, *others], surveys),
        "crumbs": way[:-1],
        "section": "themes",
        "edit_url": "" if found.is_published else reverse("admin:stories_theme_change", args=(found.pk,)),
        "jsonld": jsonld([*summary(request, found, figures[:MOST_LEADING]), crumbs_jsonld(request, way)]),
    }
    return render(request, "stories/theme.html", context)
