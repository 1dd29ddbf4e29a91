"""Two themes become one: no coding is lost, none is doubled, and no address dies; and the way back."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kpknow.content.actions.publishing import look_again
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import FormerAddress, Status, User
from kpknow.curation.actions.moving_rows import (
    MergeRefused,
    Moved,
    hold_two,
    is_edited,
    lost_rows,
    move_rows,
    return_rows,
    seen_token,
    state_of,
)
from kpknow.curation.belongings import belongings
from kpknow.curation.models import ThemeMerge, ThemeSplit
from kpknow.packs.models import Pack
from kpknow.packs.models.pack import SubjectKind
from stories.models import FormerFinding, Recommendation, Theme

logger = logging.getLogger(__name__)

KIND = Theme._meta.label_lower
FINDINGS = "stories.finding.theme"
RECOMMENDATIONS = "stories.recommendation.theme"
CHANGED = ("status", "withdrawn_at", "withdrawal_reason", "published_at")
"""Fields of the merged theme that a merge changes."""


@transaction.atomic
def merge_themes(merged: Theme, into: Theme, *, by: User, seen: str = "") -> ThemeMerge:
    """Everything that names ``merged`` names ``into`` from now on; its pages lead there for ever.

    Its frozen versions stay at their addresses, for a citation may not come to mean another text. Findings are
    numbered after those of the kept theme, and their old addresses lead to them. Limits travel with the findings they
    are of. ``seen``: the token of the page that showed what would change. Raises MergeRefused, changing nothing.
    """
    if merged.pk == into.pk:
        raise MergeRefused(_("A theme is not merged into itself."))
    merged, kept = hold_two(Theme, merged.pk, into.pk)
    refuse_merge(merged, kept)
    refuse_unseen(seen, merged, kept)
    moved = move_rows(merged, kept)
    remember_places(merged, moved)
    packs = list(packs_of(merged).order_by("pk").values_list("pk", flat=True))
    packs_of(merged).update(subject_key=kept.pk)
    led_here = list(Theme.objects.filter(merged_into=merged).order_by("pk").values_list("pk", flat=True))
    Theme.objects.filter(pk__in=led_here).update(merged_into=kept)
    before = {name: getattr(merged, name) for name in CHANGED}
    merged.status, merged.withdrawn_at, merged.merged_into = Status.WITHDRAWN, timezone.now(), kept
    merged.withdrawal_reason = _("Merged into “%(theme)s”.") % {"theme": kept.name}
    merged.save()
    # what led to the merged one leads on to it: the numbers of its versions and findings are told apart there
    FormerAddress.objects.update_or_create(kind=KIND, slug=merged.slug, defaults={"current_slug": kept.slug})
    limits_before, kept.limits = kept.limits, joined_limits(kept, merged, moved)
    kept.save()
    look_again(kept, by=by)  # it says more now
    merge = ThemeMerge.objects.create(
        merged=merged,
        kept=kept,
        names=[merged.name, kept.name],
        merged_before=before,
        merged_state={name: value for name, value in state_of(Theme, merged.pk).items() if name not in CHANGED},
        moved=moved.keys,
        removed=moved.removed,
        places=moved.places,
        packs=packs,
        led_here=led_here,
        limits_before=limits_before,
        limits_after=kept.limits,
        merged_by_id=by.pk,
    )
    logger.info("merged theme %s into %s by account %s", merged.pk, kept.pk, by.pk)
    return merge


def refuse_merge(merged: Theme, kept: Theme) -> None:
    for theme in (merged, kept):
        if theme.status == Status.WITHDRAWN:
            raise MergeRefused(_("“%(theme)s” is withdrawn and cannot be merged.") % {"theme": theme})
    if merged.is_published and not kept.is_published:
        words = _("“%(merged)s” is public and “%(kept)s” is not: its address would lead nowhere. Publish that first.")
        raise MergeRefused(words % {"merged": merged, "kept": kept})


def refuse_unseen(seen: str, *themes: Theme) -> None:
    if seen and seen != seen_token(*themes):
        raise MergeRefused(_("Somebody changed one of these themes since this page was opened. Please look again."))


def remember_places(source: Theme, moved: Moved) -> None:
    """Old addresses of findings lead to them; the latest that stood at an address is the one it leads to."""
    for key, order in moved.places.get(FINDINGS, {}).items():
        FormerFinding.objects.update_or_create(slug=source.slug, order=order, defaults={"finding_id": int(key)})


def forget_places(source: Theme, places: Any) -> None:
    findings = {int(key): order for key, order in places.get(FINDINGS, {}).items()}
    for former in FormerFinding.objects.filter(slug=source.slug, finding__in=findings):
        if findings[former.finding_id] == former.order:
            former.delete()


def packs_of(theme: Theme) -> Any:
    return Pack.objects.filter(subject=SubjectKind.THEME, subject_key=theme.pk)


def joined_limits(kept: Theme, merged: Theme, moved: Moved) -> str:
    """Those of the kept theme and, where findings came, what the merged one's add, one a line."""
    lines = [line.strip() for line in kept.limits.splitlines() if line.strip()]
    said = {line.casefold() for line in lines}
    if FINDINGS not in moved.keys:
        return kept.limits
    more = [line.strip() for line in merged.limits.splitlines() if line.strip() and line.strip().casefold() not in said]
    return "\n".join([*lines, *more]) if more else kept.limits


def later_moves(themes: tuple[int, int], after: Any, *, but: Any = None) -> list[str]:
    """Merges and splits of either theme since, that stand: they are undone first."""
    both = list(themes)
    merges = ThemeMerge.objects.filter(
        Q(merged__in=both) | Q(kept__in=both), undone_at__isnull=True, merged_at__gt=after
    )
    splits = ThemeSplit.objects.filter(
        Q(source__in=both) | Q(target__in=both), undone_at__isnull=True, split_at__gt=after
    )
    edits = [_("The later merge %(merge)s stands: undo that first.") % {"merge": one} for one in merges if one != but]
    return [
        *edits,
        *(_("The later split %(split)s stands: undo that first.") % {"split": one} for one in splits if one != but),
    ]


def tied_across(moved: Any, target: int) -> list[str]:
    """Recommendations that would rest on another theme's findings once rows went back, in a sentence."""
    findings, asked = moved.get(FINDINGS, []), moved.get(RECOMMENDATIONS, [])
    ties = Recommendation.findings.through.objects.filter(recommendation__theme=target)
    ours, theirs = Q(finding__in=findings), Q(recommendation__in=asked)
    if not ties.filter((ours & ~theirs) | (~ours & theirs)).exists():
        return []
    return [_("A recommendation rests on findings of both. Take them apart first.")]


def edits_since_merge(merge: ThemeMerge) -> list[str]:
    """What stands in the way of undoing, in sentences for staff; empty where nothing does."""
    edits = []
    named = _("“%(theme)s” was edited since.")
    if is_edited(Theme, merge.merged_id, merge.merged_state):
        edits.append(named % {"theme": merge.names[0]})
    if merge.kept.limits != merge.limits_after:
        edits.append(_("The limits of “%(theme)s” were edited since.") % {"theme": merge.names[1]})
    edits += later_moves((merge.merged_id, merge.kept_id), merge.merged_at, but=merge)
    edits += lost_rows(merge.moved, Theme, merge.kept_id)
    edits += tied_across(merge.moved, merge.kept_id)
    if any(one.of(merge.merged_id).exists() for one in belongings(Theme)):
        edits.append(_("Something names “%(theme)s” again.") % {"theme": merge.names[0]})
    return edits


@transaction.atomic
def undo_theme_merge(merge: ThemeMerge, *, by: User) -> None:
    """Every row back where it was, under the key and the number it had; MergeRefused where somebody built upon it."""
    hold_writers()
    merge = ThemeMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused(_("It was undone before."))
    merged, kept = hold_two(Theme, merge.merged_id, merge.kept_id)
    if edits := edits_since_merge(merge):
        raise MergeRefused(" ".join(edits))
    return_rows(Moved(merge.moved, merge.removed, merge.places), merged, kept)
    forget_places(merged, merge.places)
    packs_of(kept).filter(pk__in=merge.packs).update(subject_key=merged.pk)
    Theme.objects.filter(pk__in=merge.led_here, merged_into=kept).update(merged_into=merged)
    Theme.objects.filter(pk=merged.pk).update(merged_into=None, **merge.merged_before)
    FormerAddress.objects.filter(kind=KIND, slug=merged.slug).delete()
    kept.limits = merge.limits_before
    kept.save()
    Theme.objects.get(pk=merged.pk).save()  # whoever listens to saves looks at both
    for theme in Theme.objects.filter(pk__in=(merged.pk, kept.pk)).order_by(F("pk")):
        look_again(theme, by=by)
    merge.undone_at, merge.undone_by_id = timezone.now(), by.pk
    merge.save(update_fields=("undone_at", "undone_by"))
    logger.info("undid the merge of theme %s by account %s", merged.pk, by.pk)
