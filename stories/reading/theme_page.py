"""A theme as its page shows it: figures, findings with what they rest on, what they ask, and where they come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, Question, Survey
from events.models.survey import SMALLEST_GROUP
from kpknow.content.models import Use, User
from stories.models import Evidence, Finding, Highlight, Recommendation, Side, Story, Synthesis, SynthesisEntry, Theme

AT_ONCE = 3
"""Voices a finding shows before its reader asks for all of them."""

Source = Story | Event | Survey


@dataclass(frozen=True)
class LeadingFigure:
    """A number that leads the page, with the words of the figures strip."""

    label: str
    value_words: str
    base_text: str
    question: Question


@dataclass(frozen=True)
class ShownFinding:
    """A claim under the number this page gives it."""

    number: int
    finding: Finding
    rests_on: str

    @property
    def evidence(self) -> Sequence[Evidence]:
        return self.finding.shown_evidence

    @property
    def first(self) -> Sequence[Evidence]:
        """What the page shows at once: a voice against the claim among them, wherever there is one."""
        against = [one for one in self.evidence if one.side == Side.CHALLENGES][:1]
        supporting = [one for one in self.evidence if one.side == Side.SUPPORTS]
        return [*supporting[: AT_ONCE - len(against)], *against]

    @property
    def rest(self) -> Sequence[Evidence]:
        return [one for one in self.evidence if one not in self.first]

    @property
    def against(self) -> int:
        return sum(one.side == Side.CHALLENGES for one in self.evidence)


def leading_figures(theme: Theme, user: User) -> list[LeadingFigure]:
    """Figures of visible surveys; none of a group too small to protect those in it. One query."""
    figures = theme.figures.filter(option__question__in=Question.objects.visible_to(user)).order_by("order")
    shown = []
    for figure in figures.select_related("option__question__survey"):
        option, question = figure.option, figure.option.question
        if question.base is not None and question.base < SMALLEST_GROUP:
            continue
        if option.share is not None:
            words = _("%(number)s%%") % {"number": option.share}
        elif question.base is not None:
            words = _("%(number)s of %(base)s") % {"number": option.count, "base": question.base}
        else:
            words = str(option.count)
        shown.append(LeadingFigure(figure.label, words, question.base_text, question))
    return shown


def with_common_base(figures: Sequence[LeadingFigure]) -> tuple[Sequence[LeadingFigure], str]:
    """The figures without their base, and that base once, where all have the same; else as they are."""
    bases = {figure.base_text for figure in figures}
    if len(figures) < 2 or len(bases) > 1:
        return figures, ""
    return [replace(figure, base_text="") for figure in figures], bases.pop()


def shown_findings(theme: Theme, user: User, use: Use = Use.WEB) -> list[ShownFinding]:
    """The findings that rest on something this reader may see, numbered from 1: five queries."""
    findings = Finding.objects.for_page(user, use).filter(theme=theme).order_by("order")
    return [
        ShownFinding(number, finding, rests_on(finding.shown_evidence, finding.shown_questions))
        for number, finding in enumerate(findings, start=1)
    ]


def source_of(highlight: Highlight) -> Source | None:
    """The record a voice comes from; a site visit is a part of its event. Needs what Highlight.for_page() loads."""
    if highlight.block:
        return highlight.block.story
    if highlight.session:
        return highlight.session.event.parent or highlight.session.event
    return highlight.question.survey if highlight.question else None


def sources(highlights: Iterable[Highlight], questions: Iterable[Question]) -> list[Source]:
    """Every story, event and survey once, in the order of first mention; no queries."""
    found: list[Source | None] = [source_of(highlight) for highlight in highlights]
    found += [question.survey for question in questions]
    return [source for source in dict.fromkeys(found) if source]


def rests_on(evidence: Sequence[Evidence], questions: Sequence[Question]) -> str:
    """“1 survey (32 answered), 2 events”: what speaks for a claim, counted from what this reader may see."""
    supporting = [one.highlight for one in evidence if one.side == Side.SUPPORTS]
    found = sources(supporting, questions)
    surveys = [source for source in found if isinstance(source, Survey)]
    answered = sum(survey.answered or 0 for survey in surveys)
    words = []
    if surveys:
        counted = ngettext("%(n)s survey", "%(n)s surveys", len(surveys)) % {"n": len(surveys)}
        words.append(_("%(surveys)s (%(n)s answered)") % {"surveys": counted, "n": answered} if answered else counted)
    if events := sum(isinstance(source, Event) for source in found):
        words.append(ngettext("%(n)s event", "%(n)s events", events) % {"n": events})
    if stories := sum(isinstance(source, Story) for source in found):
        words.append(ngettext("%(n)s story", "%(n)s stories", stories) % {"n": stories})
    return ", ".join(words)


def recommendations(theme: Theme, findings: Sequence[ShownFinding]) -> list[tuple[Recommendation, list[int]]]:
    """What is asked, each with the numbers of its findings; nothing that rests on hidden ones alone. Two queries."""
    numbers: Mapping[int, int] = {shown.finding.pk: shown.number for shown in findings}
    links = Recommendation.findings.through.objects.filter(recommendation=OuterRef("pk"))
    visible = Prefetch("findings", queryset=Finding.objects.filter(pk__in=numbers), to_attr="shown_findings")
    asked = theme.recommendations.annotate(names_findings=Exists(links)).order_by("order").prefetch_related(visible)
    return [
        (one, sorted(numbers[finding.pk] for finding in one.shown_findings))
        for one in asked
        if one.shown_findings or not one.names_findings
    ]


def entries_about(theme: Theme, user: User) -> list[SynthesisEntry]:
    """Where participants' own syntheses name this theme: one query."""
    entries = SynthesisEntry.objects.filter(theme=theme, section__synthesis__in=Synthesis.objects.visible_to(user))
    return list(entries.select_related("section__synthesis").order_by("section__synthesis__title", "section", "number"))


def survey_lines(figures: Sequence[LeadingFigure]) -> list[str]:
    """Who stands behind the leading figures, one line a survey."""
    lines = []
    for survey in dict.fromkeys(figure.question.survey for figure in figures):
        if survey.response_rate is not None:
            words = _("“%(survey)s”: %(answered)s people answered, %(rate)s%% of the %(invited)s who could be reached.")
        elif survey.answered is not None:
            words = _("“%(survey)s”: %(answered)s people answered; how many were asked is not recorded.")
        else:
            words = _("“%(survey)s”: how many people answered is not recorded.")
        counts = {"answered": survey.answered, "rate": survey.response_rate, "invited": survey.invited}
        lines.append(words % (counts | {"survey": survey}))
    return lines
