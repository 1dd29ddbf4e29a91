"""Where two themes say the same or something else: what somebody has to know before one becomes the other."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.models import Coding, Finding, Recommendation, Theme, ThemeFigure

NOT_TAKEN = ("meaning", "summary", "definition", "include", "exclude", "example", "written_by")
"""Fields of the kept theme that stay as they are, whatever the other says."""


def conflicts(merged: Theme, kept: Theme) -> list[str]:
    """In sentences for staff. Eight queries."""
    return [
        *about_publication(merged, kept),
        *same_findings(merged, kept),
        *same_recommendations(merged, kept),
        *other_labels(merged, kept),
        *other_notes(merged, kept),
        *words_left(merged, kept),
        *versions_left(merged),
    ]


def about_publication(merged: Theme, kept: Theme) -> Iterator[str]:
    if kept.is_published and not merged.is_published:
        yield _(
            "“%(kept)s” is public: what comes from “%(merged)s” is public at once, or takes it back into review."
        ) % {
            "kept": kept,
            "merged": merged,
        }
    if merged.kind != kept.kind:
        kinds = {"one": merged.get_kind_display(), "other": kept.get_kind_display()}
        yield _("They are of different kinds: “%(one)s” becomes “%(other)s”.") % kinds
    if merged.pole_one:
        poles = {"one": merged.pole_one, "two": merged.pole_two}
        yield _("The poles “%(one)s” and “%(two)s” are not taken over.") % poles


def alike(words: str) -> str:
    """The same for texts that differ in capitals, signs and spaces alone, or have the same address."""
    return slugify(words) or re.sub(r"\W+", "", words).casefold()


def same_findings(merged: Theme, kept: Theme) -> Iterator[str]:
    """Both stay: which words and which evidence are right is for somebody to say."""
    theirs = {alike(finding.claim): finding for finding in Finding.objects.filter(theme=kept).order_by("order")}
    last = max((finding.order for finding in theirs.values()), default=0)
    for place, finding in enumerate(Finding.objects.filter(theme=merged).order_by("order"), start=last + 1):
        if other := theirs.get(alike(finding.claim)):
            said = {"claim": finding.claim, "one": other.order, "two": place}
            yield _("Both have the finding “%(claim)s”: it will stand as number %(one)d and as %(two)d.") % said


def same_recommendations(merged: Theme, kept: Theme) -> Iterator[str]:
    theirs = {alike(text) for text in Recommendation.objects.filter(theme=kept).values_list("text", flat=True)}
    for text in Recommendation.objects.filter(theme=merged).order_by("order").values_list("text", flat=True):
        if alike(text) in theirs:
            yield _("Both recommend “%(text)s”: it will stand twice.") % {"text": text}


def other_labels(merged: Theme, kept: Theme) -> Iterator[str]:
    theirs = dict(ThemeFigure.objects.filter(theme=kept).values_list("option", "label"))
    for figure in ThemeFigure.objects.filter(theme=merged).order_by("order"):
        if theirs.get(figure.option_id, figure.label) != figure.label:
            said = {"label": figure.label, "other": theirs[figure.option_id]}
            yield _("The figure “%(label)s” leads both: it stands once, as “%(other)s”.") % said


def other_notes(merged: Theme, kept: Theme) -> Iterator[str]:
    """One query."""
    both: dict[tuple[Any, Any], dict[int, str]] = {}
    rows = Coding.objects.filter(theme__in=(merged, kept)).values_list("highlight", "coder", "theme", "note")
    for highlight, coder, theme, note in rows:
        both.setdefault((highlight, coder), {})[theme] = note
    count = sum(len(notes) == 2 and notes[merged.pk] not in ("", notes[kept.pk]) for notes in both.values())
    if count:
        yield ngettext(
            "%(count)d passage was coded to both with another note: the kept theme’s stays, the other in the log.",
            "%(count)d passages were coded to both with other notes: the kept theme’s stay, the others in the log.",
            count,
        ) % {"count": count}


def words_left(merged: Theme, kept: Theme) -> Iterator[str]:
    names = [
        str(Theme._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # none of them is a relation
        for name in NOT_TAKEN
        if getattr(merged, name).strip() not in ("", getattr(kept, name).strip())
    ]
    if names:
        yield _("Not taken over from “%(merged)s”: %(fields)s.") % {"merged": merged, "fields": ", ".join(names)}


def versions_left(merged: Theme) -> Iterator[str]:
    if numbers := list(merged.versions.standing().order_by("number").values_list("number", flat=True)):
        said = {"numbers": ", ".join(map(str, numbers)), "merged": merged}
        yield _("Frozen versions of “%(merged)s” stay at their addresses: %(numbers)s.") % said
