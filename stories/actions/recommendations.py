"""What the findings of a theme ask of somebody: written, tied to findings, put in order, taken out."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stories.actions.findings import LARGEST_ORDER, NotPossible, sound_line, stepped
from stories.models import Finding, Recommendation, Theme


@transaction.atomic
def make_recommendation(theme: Theme, text: str, audience: str, findings: Collection[int]) -> Recommendation:
    """A new last one, resting on these findings of the theme; raises NotPossible as ``rewrite_recommendation`` does."""
    last = theme.recommendations.order_by("order", "pk").last()
    asked = Recommendation(theme=theme, order=min((last.order if last else 0) + 1, LARGEST_ORDER))
    rewrite_recommendation(asked, text, audience, findings)
    return asked


@transaction.atomic
def rewrite_recommendation(asked: Recommendation, text: str, audience: str, findings: Collection[int]) -> None:
    """Words and findings are set to these; raises NotPossible without words, or without a finding of its own theme."""
    asked.text = sound_line(text, Recommendation._meta.get_field("text"))
    asked.audience = sound_line(audience, Recommendation._meta.get_field("audience"))
    if not asked.text:
        raise NotPossible(_("Write what is asked."))
    rests_on = list(Finding.objects.filter(theme=asked.theme_id, pk__in=findings))
    if not rests_on:
        raise NotPossible(_("Tick at least one finding the recommendation rests on."))
    asked.save()
    asked.findings.set(rests_on)


@transaction.atomic
def step_recommendation(asked: Recommendation, by: int) -> None:
    """One place up (-1) or down (1) in its theme; numbers are given anew from 1."""
    rows: list[Any] = list(Recommendation.objects.filter(theme=asked.theme_id).order_by("order", "pk"))
    for place, one in enumerate(stepped(rows, {asked.pk}, by), start=1):
        if one.order != place:
            one.order = place
            one.save(update_fields=["order"])
