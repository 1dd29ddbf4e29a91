"""Building findings from passages: what rests on what, on which side and in which order.

Each verb saves through the models, so that search hears of it, and leaves orders without gaps.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stories.models import Evidence, Finding, Highlight, Side, Theme

NOBODY = AnonymousUser()
LARGEST_ORDER = 32_767


class NotPossible(Exception):
    """``words`` say why, to the person who asked; nothing was changed."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def sound_line(words: str, field: Any) -> str:
    """On one line, as this column can keep it; raises NotPossible where it cannot."""
    line = " ".join(words.split())
    said = {"field": capfirst(field.verbose_name), "most": field.max_length}
    if "\x00" in line or any("\ud800" <= letter <= "\udfff" for letter in line):
        raise NotPossible(_("%(field)s: there are characters that cannot be kept.") % said)
    if len(line) > field.max_length:
        raise NotPossible(_("%(field)s: at most %(most)d characters.") % said)
    return line


@transaction.atomic
def make_finding(theme: Theme, claim: str, highlights: Collection[int]) -> Finding:
    """A new last finding, supported by these passages; raises NotPossible without a claim or with an unseen passage."""
    claim = sound_line(claim, Finding._meta.get_field("claim"))
    if not claim:
        raise NotPossible(_("Write what the finding claims."))
    last = theme.findings.order_by("order").last()
    finding = Finding.objects.create(theme=theme, claim=claim, order=(last.order if last else 0) + 1)
    add_evidence(finding, highlights, Side.SUPPORTS)
    return finding


@transaction.atomic
def add_evidence(finding: Finding, highlights: Collection[int], side: Side) -> None:
    """Put these passages last on a side; those that are on the other side change over.

    Raises NotPossible without any, or with one that readers cannot see.
    """
    if not highlights:
        raise NotPossible(_("Tick the passages first."))
    seen = Highlight.objects.visible_to(NOBODY).filter(pk__in=highlights)
    if len(seen) != len(set(highlights)):
        raise NotPossible(_("Readers cannot see one of these passages, so nothing may rest on it."))
    there = {one.highlight_id: one for one in finding.evidence.all()}
    order = max((one.order for one in there.values() if one.side == side), default=0)
    for highlight in sorted(seen, key=lambda one: list(highlights).index(one.pk)):
        evidence = there.get(highlight.pk) or Evidence(finding=finding, highlight=highlight)
        if evidence.pk and evidence.side == side:
            continue
        order += 1
        evidence.side, evidence.order = side, min(order, LARGEST_ORDER)
        evidence.save()


@transaction.atomic
def turn_evidence(finding: Finding, ticked: Collection[int]) -> None:
    """What supports challenges from now on, and the other way round."""
    for one in ticked_of(finding, ticked):
        other = Side.CHALLENGES if one.side == Side.SUPPORTS else Side.SUPPORTS
        add_evidence_row(finding, one, other)


def add_evidence_row(finding: Finding, evidence: Evidence, side: Side | str) -> None:
    """Move a row last on a side of a finding."""
    orders = Evidence.objects.filter(finding=finding, side=side).exclude(pk=evidence.pk).values_list("order", flat=True)
    evidence.finding, evidence.side = finding, side
    evidence.order = min(max(orders, default=0) + 1, LARGEST_ORDER)
    evidence.save()


@transaction.atomic
def take_out(finding: Finding, ticked: Collection[int]) -> None:
    """The passages stay, tied to the theme."""
    for one in ticked_of(finding, ticked):
        one.delete()


@transaction.atomic
def give(finding: Finding, ticked: Collection[int], to: Finding) -> None:
    """Move evidence to another finding, on the side it is; where that rests on the passage already, its own stays."""
    if to.pk == finding.pk:
        raise NotPossible(_("Choose another finding."))
    there = set(to.evidence.values_list("highlight", flat=True))
    for one in ticked_of(finding, ticked):
        if one.highlight_id in there:
            one.delete()
        else:
            add_evidence_row(to, one, one.side)


@transaction.atomic
def step_evidence(finding: Finding, ticked: Collection[int], by: int) -> None:
    """One place up (-1) or down (1) within its side, each of those ticked."""
    chosen = {one.pk for one in ticked_of(finding, ticked)}
    for side in Side:
        rows = stepped(list(finding.evidence.filter(side=side).order_by("order", "pk")), chosen, by)
        for place, one in enumerate(rows, start=1):
            if one.order != place:
                one.order = place
                one.save(update_fields=["order"])


@transaction.atomic
def step_finding(finding: Finding, by: int) -> None:
    """One place up (-1) or down (1) in its theme; numbers are given anew from 1, and addresses follow them."""
    theme = Theme.objects.get(pk=finding.theme_id)
    number_findings(stepped(list(theme.findings.order_by("order")), {finding.pk}, by))


def number_findings(findings: Sequence[Finding]) -> None:
    """From 1, in this order, which are all of a theme. A number stands once, so those on the way are put aside."""
    taken = {one.order for one in findings}
    free = (number for number in range(LARGEST_ORDER, 0, -1) if number not in taken and number > len(findings))
    changed = [(one, place) for place, one in enumerate(findings, start=1) if one.order != place]
    for one, _place in changed:
        one.order = next(free)
        one.save(update_fields=["order"])
    for one, place in changed:
        one.order = place
        one.save(update_fields=["order"])


def ticked_of(finding: Finding, ticked: Iterable[int]) -> list[Evidence]:
    """Raises NotPossible where none of them is this finding's."""
    found = list(finding.evidence.filter(pk__in=list(ticked)).order_by("order", "pk"))
    if not found:
        raise NotPossible(_("Tick evidence of this finding first."))
    return found


def stepped(rows: list[Any], chosen: Collection[int], by: int) -> list[Any]:
    """The rows with the chosen ones a place further; those at the edge stay, and so do those behind them."""
    rows = rows if by < 0 else rows[::-1]
    for place in range(1, len(rows)):
        if rows[place].pk in chosen and rows[place - 1].pk not in chosen:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return rows if by < 0 else rows[::-1]
