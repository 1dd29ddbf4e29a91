"""All voices of a theme, of one of its findings or of a survey's question, twenty a page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Question, Survey
from kpknow.content.lookup import RecordMoved, reader_page, shown_record
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Finding, Highlight, Theme
from stories.models.highlight import HighlightQuerySet
from stories.reading.moves import path_of_moved_finding, was_merged
from stories.reading.poles import with_poles
from stories.reading.voices import evidence_for, visible_codings

LARGEST_ORDER = 32_767
"""What databases hold as a place in an order."""


def voices_page(request: HttpRequest, title: str, voices: HighlightQuerySet, way: Crumbs) -> HttpResponse:
    listing = PlainListing(request, voices.for_page().prefetch_related(visible_codings(request.user)), "order", "pk")
    context: dict[str, Any] = {
        "title": title,
        "listing": listing,
        "crumbs": way,
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (title, request.path)])]),
    }
    return render(request, "stories/voices.html", context)


@reader_page
def theme_voices(request: HttpRequest, slug: str) -> HttpResponse:
    theme = shown_record(Theme.objects.visible_to(request.user), slug)
    voices = with_poles(theme, Highlight.objects.visible_to(request.user).coded_to(theme), "pk")
    way = crumbs((_("Themes"), reverse("stories:themes")), (theme.name, theme.get_absolute_url()))
    return voices_page(request, _("Voices on “%(theme)s”") % {"theme": theme.name}, voices, way)


@reader_page
def finding_voices(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    """What speaks for a claim and against it: what the theme's page had no room for is here."""
    place = min(order, LARGEST_ORDER)
    try:
        theme = shown_record(Theme.objects.visible_to(request.user), slug)
    except RecordMoved:
        if not was_merged(slug):
            raise
        return moved_finding(request, slug, place)
    finding = Finding.objects.visible_to(request.user).filter(theme=theme, order=place).first()
    if finding is None:
        return moved_finding(request, slug, place)
    evidence = with_poles(theme, evidence_for(finding, request.user))
    way = crumbs((_("Themes"), reverse("stories:themes")), (theme.name, theme.get_absolute_url()))
    context = {
        "theme": theme,
        "finding": finding,
        "listing": PlainListing(request, evidence, "-side", "order", "pk"),
        "crumbs": way,
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (finding.claim, request.path)])]),
    }
    return render(request, "stories/finding_voices.html", context)


def moved_finding(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    """On to where the finding stands since its theme was merged or split; 404 where none did."""
    path = path_of_moved_finding(slug, order, request.user)
    if not path:
        raise Http404
    return redirect(path, permanent=True)


@reader_page
def question_voices(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    survey = shown_record(Survey.objects.visible_to(request.user), slug)
    questions = Question.objects.visible_to(request.user)
    question = get_object_or_404(questions, survey=survey, order=min(order, LARGEST_ORDER))
    voices = Highlight.objects.visible_to(request.user).filter(question=question)
    way = crumbs((_("Surveys"), reverse("events:surveys")), (survey.title, survey.get_absolute_url()))
    return voices_page(request, question.wording, voices, way)
