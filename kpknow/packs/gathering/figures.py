"""Questions of surveys as charts; a number never without its base, none of a group too small to protect."""

from django.utils.translation import gettext as _

from events.models import Option, Question
from kpknow.exports.deck import Bar, Chart
from kpknow.packs.gathering.frame import Frame
from kpknow.packs.gathering.voices import origin


def chart_of(question: Question, frame: Frame) -> Chart | None:
    """As the question stands on its survey's page; None where nothing of it may be shown."""
    options = question.shown_options
    if not options:
        return None
    is_share = any(option.share is not None for option in options) or not question.base
    survey = question.survey
    source = ", ".join(part for part in (survey.title, question.figure_number, question.source_page) if part)
    return Chart(
        key=figure_key(question),
        wording=question.wording,
        base=question.base_text,
        source=source,
        address=frame.address(question),
        bars=[bar_of(option, question, is_share) for option in options],
        language=survey.language,
        origin=origin(survey, frame),
        basis=(str(question.base), question.base_words, question.wording),
        is_share=is_share,
        most=100 if is_share else question.base or 100,
        note=question.note,
    )


def figure_key(question: Question) -> str:
    """“follow-up-2017-q3”: the survey's slug and the question's place on its page."""
    return f"{question.survey.slug}-{question.anchor}"


def bar_of(option: Option, question: Question, is_share: bool) -> Bar:
    if option.share is not None:
        value = _("%(number)s%%") % {"number": option.share}
    elif option.count is not None and question.base:
        value = _("%(number)s of %(base)s") % {"number": option.count, "base": question.base}
    elif option.count is not None:
        value = str(option.count)
    else:
        value = option.note or _("no figure")
    length = None if option.share is None and option.count is None else bar_length(option, question)
    number = length if is_share else option.count
    return Bar(option.label, value, number, length, option.is_muted)


def bar_length(option: Option, question: Question) -> int | None:
    if option.share is not None:
        return option.share
    return round(100 * (option.count or 0) / question.base) if question.base else None
