"""What findings and figures of a theme need before it may be published, each reason with the finding it is about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from events.models import Part, Question
from kpknow.content.blocker import Blocker
from kpknow.content.models import Record, Status
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models.finding import Evidence, Finding, Side, ThemeFigure
from stories.models.highlight import Display, Highlight, HighlightState
from stories.models.theme import Theme

NOBODY = AnonymousUser()
"""Publication is asked of what strangers would see."""


def finding_blockers(theme: Theme) -> Iterator[Blocker]:
    """In the order of the findings. Five or six queries.

    All are final: a claim without a visible base is kept from every reader by the database, and two people agreeing
    does not make evidence of nothing. So what is public stays so when evidence goes; only its finding hides.
    """
    findings = list(theme.findings.order_by("order"))
    missing = missing_of(findings)
    for number, finding in enumerate(findings, start=1):
        for words in missing.get(finding.pk, ()):
            said = _("Finding %(number)d, “%(claim)s”: %(missing)s")
            yield Blocker(said % {"number": number, "claim": finding.claim, "missing": words}, "findings", True)


def figure_blockers(theme: Theme) -> Iterator[Blocker]:
    """Of the figures that lead the page. Two queries."""
    figures = list(ThemeFigure.objects.filter(theme=theme).select_related("option__question").order_by("order"))
    shown = visible_questions(figure.option.question_id for figure in figures)
    for figure in figures:
        question = figure.option.question
        if words := missing_of_figure(question, question.pk in shown):
            yield Blocker(f"“{figure.label}”: {words}", "figures", True)


def missing_of(findings: Iterable[Finding]) -> Mapping[int, list[str]]:
    """What each finding lacks, by key; absent where nothing does. Four queries, one more where something is unseen."""
    keys = [finding.pk for finding in findings]
    found: dict[int, list[str]] = defaultdict(list)
    evidence = list(
        Evidence.objects.filter(finding__in=keys).select_related("highlight").order_by("side", "order", "pk")
    )
    passages = {one.highlight_id for one in evidence}
    visible = set(Highlight.objects.visible_to(NOBODY).filter(pk__in=passages).values_list("pk", flat=True))
    unseen = Highlight.objects.for_page().in_bulk(passages - visible)
    links: Any = Finding.questions.through.objects.filter(finding__in=keys).select_related("question")
    figures = list(links.order_by("pk"))
    shown = visible_questions(link.question_id for link in figures)
    supported = {one.finding_id for one in evidence if one.side == Side.SUPPORTS}
    supported |= {link.finding_id for link in figures}
    for key in keys:
        if key not in supported:
            found[key].append(_("nothing supports it. Tie a passage or a figure to it."))
    for one in evidence:
        if passage := unseen.get(one.highlight_id):
            said = {"passage": passage, "why": why_unseen(passage)}
            found[one.finding_id].append(_("readers cannot see “%(passage)s”: %(why)s") % said)
    for link in figures:
        if words := missing_of_figure(link.question, link.question_id in shown):
            found[link.finding_id].append(f"“{link.question}”: {words}")
    return found


def why_unseen(highlight: Highlight) -> str:
    """In words, of one that readers cannot see. Needs what Highlight.for_page() loads."""
    if highlight.state == HighlightState.ORPHAN:
        return _("its words were edited away.")
    if highlight.state == HighlightState.PROPOSED:
        return _("it is proposed and not yet confirmed.")
    if highlight.display == Display.STAFF:
        return _("it is for staff only.")
    source = source_record(highlight)
    if source is not None and not source.is_published:
        was_withdrawn = source.status == Status.WITHDRAWN
        return _("its source was withdrawn.") if was_withdrawn else _("its source is not public.")
    if highlight.consent and not highlight.consent.covers(Part.WORDS):
        return _("no consent covers it today.")
    return _("its source is hidden, or no consent covers it today.")


def source_record(highlight: Highlight) -> Record | None:
    """Whatever has to be public for it to be read. Needs what Highlight.for_page() loads."""
    if highlight.block:
        return highlight.block.story
    if highlight.session:
        return highlight.session.event
    return highlight.question.survey if highlight.question else None


def missing_of_figure(question: Question, is_shown: bool) -> str:
    """Empty where it can be shown with its base. The database refuses a figure without one; it is said here too."""
    if question.base is None and not question.base_not_stated:
        return _("give its base, or say that the source does not state it.")
    if not is_shown:
        return _("its survey is not public.")
    if question.base is not None and question.base < SMALLEST_GROUP:
        return _("fewer than five people answered, so its figures are not shown.")
    return ""


def visible_questions(keys: Iterable[int]) -> set[int]:
    return set(Question.objects.visible_to(NOBODY).filter(pk__in=set(keys)).values_list("pk", flat=True))
