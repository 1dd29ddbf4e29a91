"""A theme's findings as the workshop shows them, and what tells whether somebody changed them meanwhile."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.models import Question
from kpknow.curation.themes.commands import ASK, words_asked
from stories.models import Evidence, Finding, Highlight, Recommendation, Side, Theme
from stories.models.theme_requirements import missing_of, why_unseen
from stories.reading.passages import coded_passages, evidence_passages
from stories.reading.poles import ShownPole, poles_of
from stories.reading.strength import Strength
from stories.reading.theme_page import give_strength, page_findings

NOBODY = AnonymousUser()


@dataclass(frozen=True)
class FindingOnDesk:
    """One claim with all its evidence, also what readers cannot see, and what it lacks."""

    number: int
    finding: Finding
    strength: Strength
    missing: Sequence[str]
    evidence: Sequence[Evidence]
    figures: Sequence[Question]
    asked_by: Sequence[Recommendation]
    hidden: Mapping[int, str]
    """Why readers cannot see a passage, by its key, of those they cannot."""
    leanings: Mapping[int, str]
    """Of a tension: the name of a passage's pole, by its key."""

    @property
    def is_overridden(self) -> bool:
        return self.finding.state != self.strength.suggested_state

    @property
    def sides(self) -> list[tuple[Any, list[tuple[Evidence, str, str]]]]:
        """Both sides with their label and rows: each with why readers cannot see it, empty where they can, and its
        pole."""
        rows: dict[str, list[tuple[Evidence, str, str]]] = {side: [] for side in Side}
        for one in self.evidence:
            key = one.highlight_id
            rows[one.side].append((one, self.hidden.get(key, ""), self.leanings.get(key, "")))
        return [(_("For it"), rows[Side.SUPPORTS]), (_("Against it"), rows[Side.CHALLENGES])]


def findings_on_desk(theme: Theme, leanings: Mapping[int, str]) -> list[FindingOnDesk]:
    """In order, with the poles of passages by their name. A fixed number of queries, however much there is."""
    with_passages = Evidence.objects.order_by("order", "pk").prefetch_related(
        Prefetch("highlight", Highlight.objects.for_page())
    )
    findings = list(
        theme.findings.order_by("order").prefetch_related(
            Prefetch("evidence", with_passages),
            Prefetch("questions", Question.objects.select_related("survey").order_by("survey__title", "order")),
            Prefetch("recommendations", Recommendation.objects.order_by("order")),
        )
    )
    shown = page_findings(theme, NOBODY)
    give_strength(shown, NOBODY)
    counted, missing = {one.finding.pk: one.strength for one in shown}, missing_of(findings)
    passages = {one.highlight_id: one.highlight for finding in findings for one in finding.evidence.all()}
    visible = set(Highlight.objects.visible_to(NOBODY).filter(pk__in=passages).values_list("pk", flat=True))
    hidden = {key: why_unseen(passage) for key, passage in passages.items() if key not in visible}
    return [
        FindingOnDesk(
            number,
            finding,
            counted.get(finding.pk, Strength()),
            missing.get(finding.pk, []),
            list(finding.evidence.all()),
            list(finding.questions.all()),
            list(finding.recommendations.all()),
            hidden,
            leanings,
        )
        for number, finding in enumerate(findings, start=1)
    ]


@dataclass(frozen=True)
class AskedOnDesk:
    """One recommendation, or the empty row for a new one, with what was written where it could not be saved."""

    key: int | None
    text: str
    audience: str
    rests: frozenset[int]
    """Keys of its findings."""


def asked_on_desk(theme: Theme, sent: QueryDict) -> list[AskedOnDesk]:
    """In order, the empty row last. Two queries."""
    asked = theme.recommendations.order_by("order", "pk").prefetch_related("findings")
    rows = [
        AskedOnDesk(one.pk, one.text, one.audience, frozenset(found.pk for found in one.findings.all()))
        for one in asked
    ]
    return [as_sent(row, sent) for row in (*rows, AskedOnDesk(None, "", "", frozenset()))]


def as_sent(row: AskedOnDesk, sent: QueryDict) -> AskedOnDesk:
    if sent.get("do", "") != (f"reword:{row.key}" if row.key else ASK):
        return row
    text, audience, rests = words_asked(sent)
    return AskedOnDesk(row.key, text, audience, frozenset(rests))


def poles_on_desk(theme: Theme) -> tuple[list[ShownPole], Mapping[int, str]]:
    """Of a tension: both poles with what readers see behind them, and the pole of each passage by its name."""
    if not theme.is_tension:
        return [], {}
    passages = [*evidence_passages(theme, NOBODY), *coded_passages(theme, NOBODY)]
    return poles_of(theme, passages, NOBODY), {
        key: theme.pole_name(pole) for key, pole in theme.leanings.values_list("highlight", "pole")
    }


def version_of(theme: Theme) -> str:
    """Changes whenever a finding, its evidence, its figures, what it asks or a pole do: six queries."""
    figures: Any = Finding.questions.through
    asked: Any = Recommendation.findings.through
    rows: Mapping[str, list[Any]] = {
        "findings": list(theme.findings.order_by("pk").values_list("pk", "order", "claim", "explanation", "state")),
        "evidence": list(
            Evidence.objects.filter(finding__theme=theme)
            .order_by("pk")
            .values_list("pk", "finding", "highlight", "side", "order")
        ),
        "figures": list(figures.objects.filter(finding__theme=theme).order_by("pk").values_list("finding", "question")),
        "poles": list(theme.leanings.order_by("pk").values_list("highlight", "pole")),
        "asked": list(theme.recommendations.order_by("pk").values_list("pk", "order", "text", "audience")),
        "rests": list(
            asked.objects.filter(recommendation__theme=theme).order_by("pk").values_list("recommendation", "finding")
        ),
    }
    return blake2b(json.dumps(rows).encode(), digest_size=12).hexdigest()
