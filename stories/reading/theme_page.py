"""A theme as its page shows it: figures, findings with what they rest on, what they ask, and where they come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, Option, Question, Survey
from kpknow.content.models import Use, User
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models import Evidence, Finding, Highlight, Recommendation, Story, Synthesis, SynthesisEntry, Theme
from stories.reading.passages import Passage, Source, evidence_passages, sources
from stories.reading.strength import Strength, strengths

AT_ONCE = 3
"""Voices a finding shows before its reader asks for more."""
FOLDED = 6
"""Voices that open in place below those; the rest have a page of their own."""
ROOM = 21
"""Claims and voices together on one page, however many there are: with style and script it has to fit into one
congestion window. One voice of each finding always stands there."""
MOST_BARS = 36
"""Rows of bar tables on one page, two fewer for each finding; figures that do not fit lead to their survey."""
MOST_NAMED = 1
"""Such names below one finding; the file of figures has all."""
MOST_LEADING = 4
"""Figures in the strip above the findings; as many more open in place, and the file of figures has all."""
MOST_OTHERS = 5
"""Voices outside any finding, fewer where there are many findings; all voices have a list of their own."""


@dataclass(frozen=True)
class LeadingFigure:
    """A number that leads the page, with the words of the figures strip."""

    label: str
    value_words: str
    base_text: str
    question: Question
    option: Option


@dataclass(frozen=True)
class Voice:
    """A passage with its words, and the side it takes."""

    highlight: Highlight
    side: str
    pole: str = ""
    """Which of the two, of a tension, in our words."""


@dataclass
class ShownFinding:
    """A claim under the number this page gives it, with as many of its voices and figures as the page has room for."""

    number: int
    finding: Finding
    passages: Sequence[Passage]
    first_keys: Sequence[int] = ()
    folded_keys: Sequence[int] = ()
    first: Sequence[Voice] = ()
    folded: Sequence[Voice] = ()
    tables: list[Question] = field(default_factory=list)
    named: list[Question] = field(default_factory=list)
    """The first figures there was no room for."""
    unnamed: int = 0
    strength: Strength = field(default_factory=Strength)
    """Set by give_strength()."""

    @property
    def rests_on(self) -> str:
        return rests_on([one for one in self.passages if not one.is_against], self.finding.shown_questions)

    @property
    def evidence(self) -> Sequence[Evidence]:
        """With its words; only of what ``shown_findings`` gives."""
        return self.finding.shown_evidence

    @property
    def total(self) -> int:
        return len(self.passages)

    @property
    def bars(self) -> int:
        """Answers in all its bar tables, those there was no room for among them."""
        return sum(len(question.shown_options) for question in self.finding.shown_questions)

    @property
    def is_whole(self) -> bool:
        """Whether the page shows every voice of it."""
        return self.total == len(self.first) + len(self.folded)

    @property
    def against(self) -> int:
        return sum(one.is_against for one in self.passages)


def leading_figures(theme: Theme, user: User) -> list[LeadingFigure]:
    """Figures of visible surveys; none of a group too small to protect those in it. One query."""
    figures = theme.figures.filter(option__question__in=Question.objects.visible_to(user)).order_by("order")
    shown = []
    for figure in figures.select_related("option__question__survey"):
        option, question = figure.option, figure.option.question
        if question.base is not None and question.base < SMALLEST_GROUP:
            continue
        words = value_words(option.share, option.count, question.base)
        shown.append(LeadingFigure(figure.label, words, question.base_text, question, option))
    return shown


def value_words(share: int | None, count: int | None, base: int | None) -> str:
    """“88%”, “31 of 32”, “31”; a dash where no figure is legible."""
    if share is not None:
        return _("%(number)s%%") % {"number": share}
    if count is not None and base is not None:
        return _("%(number)s of %(base)s") % {"number": count, "base": base}
    return "–" if count is None else str(count)


def with_common_base(figures: Sequence[LeadingFigure]) -> tuple[Sequence[LeadingFigure], str]:
    """The figures without their base, and that base once, where all have the same; else as they are."""
    bases = {figure.base_text for figure in figures}
    if len(figures) < 2 or len(bases) > 1:
        return figures, ""
    return [replace(figure, base_text="") for figure in figures], bases.pop()


def shown_findings(theme: Theme, user: User, use: Use = Use.WEB) -> list[ShownFinding]:
    """The findings that rest on something this reader may see, numbered from 1, with all voices: five queries."""
    findings = Finding.objects.for_page(user, use).filter(theme=theme).order_by("order")
    return [
        ShownFinding(number, finding, [passage_of(one) for one in finding.shown_evidence])
        for number, finding in enumerate(findings, start=1)
    ]


def passage_of(evidence: Evidence) -> Passage:
    highlight = evidence.highlight
    source = source_of(highlight)
    return Passage(highlight.pk, highlight.public_id, source, evidence.finding_id, evidence.side)


def page_findings(theme: Theme, user: User) -> list[ShownFinding]:
    """The same without the words of voices, and with what the page has room for chosen: four queries."""
    visible = Question.objects.visible_to(user).for_bars()
    questions: Prefetch[str] = Prefetch("questions", queryset=visible, to_attr="shown_questions")
    findings = Finding.objects.visible_to(user).filter(theme=theme).order_by("order").prefetch_related(questions)
    in_order = groupby(evidence_passages(theme, user), key=lambda passage: passage.finding)
    passages = {finding: list(of_it) for finding, of_it in in_order}
    shown = [ShownFinding(number, one, passages.get(one.pk, ())) for number, one in enumerate(findings, start=1)]
    make_room(shown)
    return shown


def give_strength(findings: Sequence[ShownFinding], user: User) -> None:
    """Say of each how far apart its voices stand: one query."""
    figures = {shown.finding.pk: shown.finding.shown_questions for shown in findings}
    counted = strengths((passage for shown in findings for passage in shown.passages), figures, user)
    for shown in findings:
        shown.strength = counted[shown.finding.pk]


def make_room(findings: Sequence[ShownFinding]) -> None:
    """Choose the voices and bar tables of the page: one voice of each finding always, the rest while there is room."""
    room = max(ROOM - 2 * len(findings), 0)
    for shown in findings:
        ordered = leading_first(shown.passages)
        at_once = min(AT_ONCE, len(ordered), 1 + room)
        room -= max(at_once - 1, 0)
        shown.first_keys, shown.folded_keys = ordered[:at_once], ordered[at_once:]
    bars = MOST_BARS - 2 * len(findings)
    for shown in findings:
        folded = min(FOLDED, len(shown.folded_keys), room)
        room -= folded
        shown.folded_keys = shown.folded_keys[:folded]
        for question in shown.finding.shown_questions:
            rows = len(question.shown_options)
            fits = rows <= bars
            bars -= rows if fits else 0
            (shown.tables if fits else shown.named).append(question)
        shown.named, shown.unnamed = shown.named[:MOST_NAMED], len(shown.named[MOST_NAMED:])


def room_for_others(findings: Sequence[ShownFinding]) -> int:
    return max(MOST_OTHERS - max(len(findings) - MOST_OTHERS, 0), 0)


def leading_first(passages: Sequence[Passage]) -> list[int]:
    """Keys in the order they are read: a voice against the claim is the last of those shown at once."""
    against = [one.highlight for one in passages if one.is_against]
    supporting = [one.highlight for one in passages if not one.is_against]
    before = AT_ONCE - len(against[:1])
    return [*supporting[:before], *against[:1], *supporting[before:], *against[1:]]


def give_words(theme: Theme, findings: Sequence[ShownFinding], others: Sequence[Passage], user: User) -> list[Voice]:
    """Load the voices the findings chose, and those of ``others``, which are returned: one query."""
    keys = [
        *(passage.highlight for passage in others),
        *(key for shown in findings for key in (*shown.first_keys, *shown.folded_keys)),
    ]
    voices = Highlight.objects.visible_to(user).for_page().in_bulk(keys)
    for shown in findings:
        by_key = {passage.highlight: passage for passage in shown.passages}
        shown.first = in_words(theme, [by_key[key] for key in shown.first_keys], voices)
        shown.folded = in_words(theme, [by_key[key] for key in shown.folded_keys], voices)
    return in_words(theme, others, voices)


def in_words(theme: Theme, passages: Iterable[Passage], voices: Mapping[int, Highlight]) -> list[Voice]:
    return [
        Voice(voices[one.highlight], one.side, theme.pole_name(one.pole)) for one in passages if one.highlight in voices
    ]


def source_of(highlight: Highlight) -> Source | None:
    """The record a voice comes from; a site visit is a part of its event. Needs what Highlight.for_page() loads."""
    if highlight.block:
        return highlight.block.story
    if highlight.session:
        return highlight.session.event.parent or highlight.session.event
    return highlight.question.survey if highlight.question else None


def rests_on(supporting: Sequence[Passage], questions: Sequence[Question]) -> str:
    """“1 survey (32 answered), 2 events”: what speaks for a claim, counted from what this reader may see."""
    found = sources(supporting, [question.survey for question in questions])
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
