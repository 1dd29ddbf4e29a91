"""A theme as a deck: figures, findings with what they rest on, what they ask, and their limits."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.reading.figures import Figures, figures_of
from kpknow.content.lookup import shown_record
from kpknow.content.models import Use
from kpknow.exports.deck import Ask, Deck, Fact, Point
from kpknow.exports.ris import Reference
from kpknow.packs.gathering.figures import chart_of, figure_key
from kpknow.packs.gathering.frame import Frame, cited, day, lines_of, listed_source
from kpknow.packs.gathering.voices import MOST_VOICES, evidence_voices, origin, voice_of
from stories.models import Highlight, Theme
from stories.reading.theme_page import (
    LeadingFigure,
    ShownFinding,
    leading_figures,
    recommendations,
    shown_findings,
    survey_lines,
    with_common_base,
)

NOBODY = AnonymousUser()
MOST_FINDINGS = 20


def theme_deck(slug: str, frame: Frame) -> Deck:
    """Nine queries at any length, ten where answers are counted here. Raises what ``shown_record`` raises."""
    theme = shown_record(Theme.objects.visible_to(NOBODY, Use.EXPORTS).for_page(NOBODY), slug)
    shown = shown_findings(theme, NOBODY, Use.EXPORTS)[:MOST_FINDINGS]
    figures = leading_figures(theme, NOBODY)
    strip, common_base = with_common_base(figures)
    reference = reference_of(theme, frame)
    checked = date_format(theme.checked_on, "j E Y") if theme.checked_on else _("day of last check not recorded")
    told = figures_of({question.pk: question for one in shown for question in one.finding.shown_questions}.values())
    points = [point_of(one, told, frame, theme) for one in shown] or voices_alone(theme, frame)
    return Deck(
        name=theme.slug,
        kind=_("Theme summary"),
        title=theme.name,
        language=theme.language,
        address=reference.address,
        reference=reference,
        citation=cited(reference, _("Theme summary, %(day)s") % {"day": checked}),
        points_heading=_("Findings"),
        checked=checked,
        summary=[part for part in (theme.summary or theme.meaning, poles(theme)) if part],
        facts=[fact_of(figure, strip[place], frame) for place, figure in enumerate(figures)],
        facts_base=common_base,
        method=survey_lines(figures),
        points=points,
        asks=asks_of(theme, shown),
        asks_heading=_("What this asks of programmes and funders"),
        limits=lines_of(theme.limits),
        record_source=listed_source(theme, frame),
        basis=(theme.meaning, theme.limits, theme.kind),
        **frame.audience(has_findings=True),
    )


def reference_of(theme: Theme, frame: Frame) -> Reference:
    return Reference(
        "RPRT",
        theme.name,
        frame.address(theme),
        authors=[theme.written_by] if theme.written_by else [],
        date=day(theme.checked_on),
        abstract=theme.summary or theme.meaning,
        language=theme.language,
    )


def poles(theme: Theme) -> str:
    if not theme.pole_one:
        return ""
    return _("Between “%(first)s” and “%(second)s”.") % {"first": theme.pole_one, "second": theme.pole_two}


def fact_of(figure: LeadingFigure, shown: LeadingFigure, frame: Frame) -> Fact:
    """``shown`` says the base only where the figures do not share it."""
    question = figure.question
    return Fact(
        figure=figure_key(question),
        value=figure.value_words,
        label=figure.label,
        base=shown.base_text,
        origin=origin(question.survey, frame),
        basis=(str(question.base), question.base_words),
    )


def point_of(shown: ShownFinding, told: Mapping[int, Figures], frame: Frame, theme: Theme) -> Point:
    finding = shown.finding
    return Point(
        key=finding.anchor,
        number=shown.number,
        title=finding.claim,
        text=finding.explanation,
        flag=_("%(state)s.") % {"state": finding.get_state_display()},
        rests_on=shown.rests_on,
        address=f"{frame.address(theme)}#{finding.anchor}",
        voices=evidence_voices(shown.evidence, frame),
        charts=[chart for one in finding.shown_questions if (chart := chart_of(told[one.pk], frame))],
        basis=(finding.state, str(len(shown.evidence))),
    )


def voices_alone(theme: Theme, frame: Frame) -> list[Point]:
    """What a theme without findings has: the passages coded to it, as one point."""
    coded = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).coded_to(theme)
    voices = [voice_of(one, frame) for one in coded.for_page().order_by("order", "pk")[:MOST_VOICES]]
    if not voices:
        return []
    return [Point("voices", 1, _("Voices on this theme"), voices=voices, address=frame.address(theme))]


def asks_of(theme: Theme, shown: Sequence[ShownFinding]) -> list[Ask]:
    asks = []
    for one, numbers in recommendations(theme, shown):
        words = ", ".join(str(number) for number in numbers)
        rests_on = ngettext("Finding %(numbers)s", "Findings %(numbers)s", len(numbers)) % {"numbers": words}
        asks.append(Ask(f"a{one.order}", one.text, one.audience, numbers, rests_on if numbers else ""))
    return asks
