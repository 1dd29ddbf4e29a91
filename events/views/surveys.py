"""Surveys: who was asked, who answered, what they said, and how far it goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, LearningStage, Programme, Question, Survey
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing


@reader_page
def surveys(request: HttpRequest) -> HttpResponse:
    shown = list(Survey.objects.visible_to(request.user).for_list())
    return render(request, "events/surveys.html", {"surveys": shown, "crumbs": crumbs(), "section": ""})


@reader_page
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Survey.objects.visible_to(user).for_page(user), slug)
    questions = list(found.questions.all())
    way = crumbs((_("Surveys"), reverse("events:surveys")))
    data = thing(
        "Dataset",
        name=found.title,
        description=found.summary or found.instrument,
        url=request.build_absolute_uri(found.get_absolute_url()),
        measurementTechnique=_("survey"),
        variableMeasured=[question.wording for question in questions],
    )
    context = {
        "survey": found,
        "groups": by_stage(questions),
        "programme": Programme.objects.visible_to(user).filter(surveys=found).first(),
        "events": Event.objects.visible_to(user).filter(surveys=found).select_related("parent"),
        "crumbs": way,
        "section": "",
        "edit_url": reverse("admin:events_survey_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld([data, crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])]),
    }
    return render(request, "events/survey.html", context)


def by_stage(questions: list[Question]) -> list[tuple[str, list[Question]]]:
    """Questions under the stages of learning in their cycle, those of none first; stages without questions left out."""
    stages = [("", _("Who answered, and in general")), *((value, str(label)) for value, label in LearningStage.choices)]
    groups = [(label, [question for question in questions if question.stage == value]) for value, label in stages]
    return [(label, found) for label, found in groups if found]
