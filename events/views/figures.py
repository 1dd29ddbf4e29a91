"""One question's figures: for everybody, told apart by groups, and as files."""

from collections.abc import Callable, Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from events.exports.figures import COLUMNS, chart_of, rows_of, table_rows
from events.models import Breakdown, Question, QuestionKind, Survey
from events.reading.breakdowns import BreakdownFigures, breakdown_of, offered
from events.reading.figures import Figures, figure_of, figures_of
from events.views.frame import preview, way_to
from events.views.surveys import way_here
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.models import Use, User
from kpknow.exports.charts import png, svg
from kpknow.exports.charts.chart import Chart
from kpknow.exports.csv import Cell, csv_chunks
from kpknow.exports.downloads import CSV, download

LARGEST_ORDER = 32_767
DRAWN = {"svg": (svg.CONTENT_TYPE, svg.svg_bytes), "png": (png.CONTENT_TYPE, png.png_bytes)}


def asked_question(user: User, slug: str, order: int, use: Use = Use.WEB) -> tuple[Survey, Question]:
    """The question of a survey this reader may see, with everything its figures need: three queries."""
    survey = shown_record(Survey.objects.visible_to(user, use).select_related("source"), slug)
    questions = Question.objects.visible_to(user).for_bars()
    question = get_object_or_404(questions, survey=survey, order=min(order, LARGEST_ORDER))
    if question.kind == QuestionKind.OPEN and not question.is_counted:
        raise Http404
    return survey, question


def chosen(request: HttpRequest, breakdowns: Sequence[Breakdown]) -> Breakdown | None:
    """What ``?by=`` asks for, where it is offered; anything else asks for nothing."""
    asked = request.GET.get("by", "")
    return next((one for one in breakdowns if one.value == asked), None)


@reader_page
def question_figures(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    survey, question = asked_question(request.user, slug, order)
    breakdowns = offered(question)
    by = chosen(request, breakdowns)
    way = [*way_here(), (survey.title, survey.get_absolute_url())]
    context = {
        "survey": survey,
        "question": question,
        "figures": figure_of(question),
        "breakdowns": breakdowns,
        "cut": breakdown_of(question, by, request.user) if by else None,
        "section": "",
    }
    page = way_to(request, way) | {"crumbs": way}
    return render(request, "events/question_figures.html", context | preview(survey) | page)


def told(request: HttpRequest, slug: str, order: int) -> tuple[Figures, str, str, BreakdownFigures | None]:
    """What a file of one question says: its figures, source, address, and the groups asked for."""
    survey, question = asked_question(request.user, slug, order, Use.EXPORTS)
    by = chosen(request, offered(question))
    cut = breakdown_of(question, by, request.user) if by else None
    return figure_of(question), source_of(survey), address_of(request, question, by), cut


def source_of(survey: Survey) -> str:
    """The source's title, or the survey's own where it has none to show."""
    return survey.source.title if survey.source and survey.source.is_listed else survey.title


def address_of(request: HttpRequest, question: Question, by: Breakdown | None = None) -> str:
    path = reverse("events:question_figures", args=(question.survey.slug, question.order))
    return request.build_absolute_uri(f"{path}?by={by.value}" if by else path)


@reader_page
def question_csv(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    found, source, address, cut = told(request, slug, order)
    return table(request, f"{slug}-{order}", lambda: rows_of(found, source, address, cut))


@reader_page
def question_chart(request: HttpRequest, slug: str, order: int, form: str) -> HttpResponse:
    """One of DRAWN; where there is nothing to draw there is no such file."""
    found, source, address, cut = told(request, slug, order)
    chart = chart_of(found, source, address, cut)
    if not any(part.bars for part in chart.parts):
        raise Http404
    return drawn(chart, form, f"{slug}-{order}")


def drawn(chart: Chart, form: str, name: str) -> HttpResponse:
    content_type, draw = DRAWN[form]
    response = HttpResponse(draw(chart), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@reader_page
def survey_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every figure of a survey in one table."""
    survey = shown_record(Survey.objects.visible_to(request.user, Use.EXPORTS).select_related("source"), slug)
    questions = list(Question.objects.visible_to(request.user).for_bars().filter(survey=survey))
    found = figures_of(questions)
    addresses = {question.pk: address_of(request, question) for question in questions}
    return table(request, slug, lambda: table_rows([found[one.pk] for one in questions], source_of(survey), addresses))


def table(request: HttpRequest, name: str, rows: Callable[[], Iterator[Sequence[Cell]]]) -> HttpResponse:
    return download(request, f"{name}.csv", CSV, lambda: csv_chunks(COLUMNS, rows()))
