"""Themes: what do we know, how well, and what should be done."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Question
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing
from stories.models import Finding, Highlight, Synthesis, SynthesisEntry, Theme
from stories.reading.tallies import strength, tallies
from stories.reading.voices import voices_of_theme


@reader_page
def themes(request: HttpRequest) -> HttpResponse:
    shown = list(Theme.objects.visible_to(request.user).in_order())
    counts = tallies([theme.pk for theme in shown], request.user)
    context = {"themes": [(theme, counts.get(theme.pk)) for theme in shown], "crumbs": crumbs(), "section": "themes"}
    return render(request, "stories/themes.html", context)


@reader_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Theme.objects.visible_to(user).for_page(user), slug)
    voices = voices_of_theme(found, user)
    findings = list(Finding.objects.for_page(user).filter(theme=found).order_by("order"))
    used = {evidence.highlight_id for finding in findings for evidence in finding.shown_evidence}
    figures = found.figures.filter(option__question__in=Question.objects.visible_to(user))
    way = crumbs((_("Themes"), reverse("stories:themes")))
    context = {
        "theme": found,
        "tally": strength(voices),
        "figures": list(figures.select_related("option__question__survey")),
        "findings": findings,
        "other_voices": [voice for voice in voices if voice.pk not in used],
        "recommendations": recommendations(found, findings),
        "entries": SynthesisEntry.objects.filter(
            theme=found, section__synthesis__in=Synthesis.objects.visible_to(user)
        ).select_related("section__synthesis"),
        "sources": sources(voices, findings),
        "crumbs": way,
        "section": "themes",
        "edit_url": reverse("admin:stories_theme_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld(
            [
                thing("Article", headline=found.name, description=found.summary or found.meaning, inLanguage=found.language),
                *dataset(request, found, findings),
                crumbs_jsonld(request, [*way, (found.name, found.get_absolute_url())]),
            ]
        ),
    }
    return render(request, "stories/theme.html", context)


def recommendations(theme: Theme, findings: list[Finding]) -> list[object]:
    """Those that still rest on a finding readers can see; each with ``shown_findings``."""
    visible = Finding.objects.filter(pk__in=[finding.pk for finding in findings]).order_by("order")
    asked = theme.recommendations.prefetch_related(Prefetch("findings", queryset=visible, to_attr="shown_findings"))
    return [one for one in asked if one.shown_findings]  # type: ignore[attr-defined] # set by the prefetch


def sources(voices: list[Highlight], findings: list[Finding]) -> list[tuple[str, str]]:
    """(title, address) of every story, event and survey the theme rests on, each once."""
    found: dict[str, str] = {}
    for voice in voices:
        if voice.block:
            found[voice.block.story.get_absolute_url()] = voice.block.story.title
        elif voice.session:
            found[voice.session.event.get_absolute_url()] = voice.session.event.title
        elif voice.question:
            found[voice.question.survey.get_absolute_url()] = voice.question.survey.title
    for finding in findings:
        for question in finding.shown_questions:
            found[question.survey.get_absolute_url()] = question.survey.title
    return sorted((title, address) for address, title in found.items())


def dataset(request: HttpRequest, theme: Theme, findings: list[Finding]) -> list[object]:
    """schema.org Dataset of the figures, where there are any."""
    measured = [question.wording for finding in findings for question in finding.shown_questions]
    if not measured:
        return []
    address = request.build_absolute_uri(theme.get_absolute_url())
    name = _("Figures of “%(theme)s”") % {"theme": theme.name}
    return [thing("Dataset", name=name, description=theme.meaning, url=address, variableMeasured=measured)]
