"""Surveys: who was asked, who answered, what they said, and how far it goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, Survey
from events.reading.figures import figures_of
from events.reading.stages import by_stage
from events.views.frame import preview, programme_of, way_to, with_programme
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.partial_dates import period_words
from kpknow.content.plain_listing import PlainListing
from kpknow.exports.crumbs import Crumbs, crumbs
from kpknow.exports.jsonld import Thing, thing


def way_here() -> Crumbs:
    return crumbs((_("Surveys"), reverse("events:surveys")))


@reader_page
def surveys(request: HttpRequest) -> HttpResponse:
    listing = PlainListing(request, Survey.objects.visible_to(request.user).for_list(), "title", "pk")
    return render(request, "events/surveys.html", {"listing": listing, "section": ""} | way_to(request, way_here()))


@reader_page
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(
        with_programme(Survey.objects.visible_to(user).for_page(user), user).prefetch_related("populations"), slug
    )
    context = {
        "survey": found,
        "when": period_words(found.opened, found.closed),
        "groups": by_stage(list(found.questions.all())),
        "figures": figures_of(found.questions.all()),
        "programme": programme_of(found),
        "events": list(Event.objects.visible_to(user).filter(surveys=found).select_related("parent")),
        "section": "",
    }
    way = way_to(request, way_here(), found, dataset(request, found))
    return render(request, "events/survey.html", context | preview(found) | way)


def dataset(request: HttpRequest, survey: Survey) -> Thing:
    """schema.org Dataset; its questions stay on the page, where their bases and limits stand."""
    return thing(
        "Dataset",
        name=survey.title,
        description=survey.summary or survey.instrument,
        url=request.build_absolute_uri(survey.get_absolute_url()),
        measurementTechnique=_("survey"),
    )
