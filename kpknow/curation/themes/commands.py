"""What the buttons of the workshop do. Each is a word and the key it is about: “support:12” of a finding, “reword:3” of
a recommendation."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.models import Question
from kpknow.content.admin.choices import possible_keys
from stories.actions.findings import (
    NotPossible,
    add_evidence,
    give,
    make_finding,
    step_evidence,
    step_finding,
    take_out,
    turn_evidence,
)
from stories.actions.leaning import lean
from stories.actions.recommendations import make_recommendation, rewrite_recommendation, step_recommendation
from stories.models import Evidence, Finding, FindingState, Highlight, Pole, Recommendation, Side, Theme
from stories.reading.strength import Strength
from stories.reading.theme_page import give_strength, page_findings

BUTTON = re.compile(r"([a-z_]{1,20}):(\d{1,18})", re.ASCII)
NEW, ASK, FIGURE = "new", "ask", "figure"
"""Those without a key: a new finding, a new recommendation, a question for the finding chosen beside it."""
NOBODY = AnonymousUser()


def run(theme: Theme, sent: QueryDict) -> str:
    """Do what was asked in this theme and give the place on the page it was about; raises NotPossible, changing
    nothing."""
    asked = sent.get("do", "")
    if asked == NEW:
        return f"finding-{make_finding(theme, sent.get('claim', ''), picked(sent)).pk}"
    if asked == ASK:
        return f"asked-{make_recommendation(theme, *words_asked(sent)).pk}"
    if asked == FIGURE:
        finding = finding_of(theme, sent.get("to", ""))
        link_figure(finding, sent)
        return f"finding-{finding.pk}"
    if asked in POLES:
        lean(theme, [*picked(sent), *passages_of(theme, ticked(sent))], POLES[asked])
        return "poles"
    found = BUTTON.fullmatch(asked)
    if found and found[1] in OF_FINDINGS:
        finding = finding_of(theme, found[2])
        OF_FINDINGS[found[1]](finding, sent)
        return f"finding-{finding.pk}"
    if found and found[1] in OF_RECOMMENDATIONS:
        recommendation = recommendation_of(theme, found[2])
        OF_RECOMMENDATIONS[found[1]](recommendation, sent)
        return f"asked-{found[2]}" if recommendation.pk else "asked"
    raise NotPossible(_("That is not something this page can do. Nothing was changed."))


def finding_of(theme: Theme, key: str) -> Finding:
    finding = theme.findings.filter(pk__in=possible_keys(Finding._meta.pk, [key])).first()
    if finding is None:
        raise NotPossible(_("Choose one of the findings of this theme."))
    return finding


def recommendation_of(theme: Theme, key: str) -> Recommendation:
    keys = possible_keys(Recommendation._meta.pk, [key])
    found = theme.recommendations.filter(pk__in=keys).first()
    if found is None:
        raise NotPossible(_("Choose one of the recommendations of this theme."))
    return found


def words_asked(sent: QueryDict) -> tuple[str, str, list[int]]:
    """Of a recommendation: what it asks, of whom, and the keys of the findings it rests on."""
    return sent.get("text", ""), sent.get("audience", ""), resting(sent)


def resting(sent: QueryDict) -> list[int]:
    return possible_keys(Finding._meta.pk, sent.getlist("rests"))


def picked(sent: QueryDict) -> list[int]:
    """Keys of the passages ticked."""
    return possible_keys(Highlight._meta.pk, sent.getlist("passage"))


def ticked(sent: QueryDict) -> list[int]:
    """Keys of the evidence ticked."""
    return possible_keys(Evidence._meta.pk, sent.getlist("evidence"))


def passages_of(theme: Theme, evidence: list[int]) -> list[int]:
    """Keys of the passages behind evidence of this theme."""
    rows = Evidence.objects.filter(finding__theme=theme, pk__in=evidence)
    return list(rows.values_list("highlight", flat=True))


def link_figure(finding: Finding, sent: QueryDict) -> None:
    keys = possible_keys(Question._meta.pk, [sent.get("question", "")])
    question = Question.objects.visible_to(NOBODY).filter(pk__in=keys).first()
    if question is None:
        raise NotPossible(_("Choose a survey question that readers can see."))
    finding.questions.add(question)


def unlink_figures(finding: Finding, sent: QueryDict) -> None:
    keys = possible_keys(Question._meta.pk, sent.getlist(f"figure-{finding.pk}"))
    linked = finding.questions.filter(pk__in=keys)
    if not linked:
        raise NotPossible(_("Tick a figure of this finding first."))
    finding.questions.remove(*linked)


def judge(finding: Finding, sent: QueryDict) -> None:
    state = sent.get(f"state-{finding.pk}", "")
    if state not in FindingState.values:
        raise NotPossible(_("Choose how strong the finding is."))
    set_state(finding, state)


def take_over(finding: Finding, sent: QueryDict) -> None:
    """The state its strength suggests now, whatever the page said when it was opened."""
    shown = [one for one in page_findings(finding.theme, NOBODY) if one.finding.pk == finding.pk]
    give_strength(shown, NOBODY)
    set_state(finding, (shown[0].strength if shown else Strength()).suggested_state)


def set_state(finding: Finding, state: str) -> None:
    finding.state = state
    finding.save(update_fields=["state"])


def give_away(finding: Finding, sent: QueryDict) -> None:
    give(finding, ticked(sent), finding_of(finding.theme, sent.get(f"to-{finding.pk}", "")))


POLES: dict[str, Pole | None] = {"pole_one": Pole.ONE, "pole_two": Pole.TWO, "pole_none": None}
OF_FINDINGS: dict[str, Callable[[Finding, QueryDict], None]] = {
    "support": lambda finding, sent: add_evidence(finding, picked(sent), Side.SUPPORTS),
    "challenge": lambda finding, sent: add_evidence(finding, picked(sent), Side.CHALLENGES),
    "earlier": lambda finding, sent: step_finding(finding, -1),
    "later": lambda finding, sent: step_finding(finding, 1),
    "up": lambda finding, sent: step_evidence(finding, ticked(sent), -1),
    "down": lambda finding, sent: step_evidence(finding, ticked(sent), 1),
    "turn": lambda finding, sent: turn_evidence(finding, ticked(sent)),
    "drop": lambda finding, sent: take_out(finding, ticked(sent)),
    "give": give_away,
    "unfigure": unlink_figures,
    "judge": judge,
    "take_over": take_over,
}
OF_RECOMMENDATIONS: dict[str, Callable[[Recommendation, QueryDict], Any]] = {
    "reword": lambda asked, sent: rewrite_recommendation(asked, *words_asked(sent)),
    "asked_up": lambda asked, sent: step_recommendation(asked, -1),
    "asked_down": lambda asked, sent: step_recommendation(asked, 1),
    "unask": lambda asked, sent: asked.delete(),
}
