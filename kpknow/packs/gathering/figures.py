"""Questions of surveys as charts: what their page shows of them and no more, a number never without its base."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Question, QuestionKind
from events.reading.figures import FigureRow, Figures
from kpknow.content.templatetags.kp import sentence
from kpknow.exports.deck import Bar, Chart
from kpknow.packs.gathering.frame import Frame
from kpknow.packs.gathering.voices import origin


def chart_of(figures: Figures, frame: Frame) -> Chart | None:
    """As the question stands on its survey's page; None where nothing of it may be shown. Needs its survey loaded."""
    if not figures.rows:
        return None
    question, base = figures.question, figures.base
    is_share = any(row.share is not None for row in figures.rows) or not base
    survey = question.survey
    source = ", ".join(part for part in (survey.title, question.figure_number, question.source_page) if part)
    return Chart(
        key=figure_key(question),
        wording=question.wording,
        base=figures.base_text,
        source=source,
        address=frame.address(question),
        bars=[bar_of(row, is_share=is_share) for row in figures.rows],
        language=survey.language,
        origin=origin(survey, frame),
        basis=(str(base), question.base_words, question.wording, question.kind, str(figures.unanswered)),
        is_share=is_share,
        most=100 if is_share else base or 100,
        remark=remark(figures),
        unanswered=figures.unanswered,
        note=question.note,
    )


def figure_key(question: Question) -> str:
    """“follow-up-2017-q3”: the survey's slug and the question's place on its page."""
    return f"{question.survey.slug}-{question.anchor}"


def bar_of(row: FigureRow, *, is_share: bool) -> Bar:
    return Bar(
        label=row.label,
        value=row.words or row.note or _("no figure"),
        number=row.bar if is_share else row.count,
        length=row.bar,
        is_muted=row.is_muted,
        count=row.count,
    )


def remark(figures: Figures) -> str:
    """What the page says of all answers beside the base: “Several answers were allowed. 3 did not answer.”"""
    unanswered = figures.unanswered or 0
    silent = ngettext("%(n)s did not answer.", "%(n)s did not answer.", unanswered) % {"n": unanswered}
    words = [
        _("Several answers were allowed.") if figures.question.kind == QuestionKind.MULTIPLE else "",
        silent if unanswered else "",
        in_numbers(figures),
        *(f"{sentence(side)}: {_('%(share)s%%') % {'share': share}}." for side, share in figures.sides),
    ]
    return " ".join(part for part in words if part)


def in_numbers(figures: Figures) -> str:
    """“Median 34; the middle half between 27 and 41.”; empty where there are no numbers to sum up."""
    return f"{sentence(figures.numbers.words)}." if figures.numbers and figures.numbers.words else ""
