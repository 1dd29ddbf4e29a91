"""Passages and findings of a theme move to another, new or there already; the theme stays and says where they went."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kpknow.content.actions.publishing import look_again, withdraw
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import FormerAddress, Status, User
from kpknow.curation.actions.merging_themes import (
    FINDINGS,
    KIND,
    RECOMMENDATIONS,
    forget_places,
    later_moves,
    refuse_unseen,
    remember_places,
    tied_across,
)
from kpknow.curation.actions.moving_rows import (
    MergeRefused,
    Moved,
    hold_two,
    is_edited,
    lost_rows,
    move_rows,
    return_rows,
    state_of,
)
from kpknow.curation.belongings import belongings
from kpknow.curation.models import ThemeSplit
from stories.models import Coding, Evidence, Finding, MovedPart, Recommendation, Theme, ThemeKind

logger = logging.getLogger(__name__)

CODINGS = "stories.coding.theme"
LONGEST_SLUG = 110
"""Characters, before the number that tells it from others."""


@dataclass(frozen=True)
class Part:
    """What moves: keys of findings and of passages. ``takes_along``: also what only these findings rest on."""

    findings: Collection[int]
    passages: Collection[int]
    takes_along: bool = False


@transaction.atomic
def split_theme(
    source: Theme, part: Part, *, into: Theme | None = None, name: str = "", by: User, seen: str = ""
) -> ThemeSplit:
    """Move this part ``into`` a theme that is there, or into a new draft of this ``name``.

    A passage moves with every coder's tie. Recommendations move when all they rest on does; of others the tie to what
    moved is cut. Old addresses of findings lead to them. Raises MergeRefused, changing nothing.
    """
    hold_writers()
    refuse_unseen(seen, source)
    target = into or new_theme(source, name, by)
    if source.pk == target.pk:
        raise MergeRefused(_("A theme is not split into itself."))
    source, target = hold_two(Theme, source.pk, target.pk)
    for theme in (source, target):
        if theme.status == Status.WITHDRAWN:
            raise MergeRefused(_("“%(theme)s” is withdrawn and cannot be split.") % {"theme": theme})
    rows, cut = rows_of(source, part)
    if not any(rows.values()):
        raise MergeRefused(_("Choose at least one passage or finding of this theme."))
    ties = Recommendation.findings.through.objects
    links = sorted(ties.filter(cut).values_list("recommendation", "finding"))
    ties.filter(cut).delete()
    moved = move_rows(source, target, rows)
    remember_places(source, moved)
    told, is_new = MovedPart.objects.get_or_create(source=source, target=target)
    for theme in (source, target):
        theme.save()  # whoever listens to saves looks at both
        look_again(theme, by=by)
    split = ThemeSplit.objects.create(
        source=source,
        target=target,
        names=[source.name, target.name],
        moved=moved.keys,
        removed=moved.removed,
        places=moved.places,
        links_cut=links,
        part_added=told.pk if is_new else None,
        made_state=None if into else state_of(Theme, target.pk),
        split_by_id=by.pk,
    )
    logger.info("split theme %s into %s by account %s", source.pk, target.pk, by.pk)
    return split


def new_theme(source: Theme, name: str, by: User) -> Theme:
    """A draft with the limits of the theme it comes from, under a name nobody has."""
    if not name.strip() or Theme.objects.filter(name=name.strip()).exists():
        raise MergeRefused(_("Give the new theme a name that no other theme has."))
    kind = ThemeKind.THEME if source.kind == ThemeKind.TENSION else source.kind
    return Theme.objects.create(
        name=name.strip(),
        slug=free_slug(name),
        kind=kind,
        order=source.order,
        meaning=name.strip(),
        limits=source.limits,
        language=source.language,
        made_by_id=by.pk,
    )


def free_slug(name: str) -> str:
    """One that no theme has or had. A query for each that is taken."""
    words = slugify(name)[:LONGEST_SLUG].strip("-") or "theme"
    number, slug = 1, words
    while Theme.objects.filter(slug=slug).exists() or FormerAddress.objects.filter(kind=KIND, slug=slug).exists():
        number += 1
        slug = f"{words}-{number}"
    return slug


def rows_of(source: Theme, part: Part) -> tuple[dict[str, list[int]], Q]:
    """Table and column → keys of the rows that move; and which ties of recommendations to findings are cut."""
    findings = keys(Finding.objects.filter(theme=source, pk__in=part.findings))
    passages = {*part.passages}
    if part.takes_along:
        passages |= along(source, findings)
    codings = keys(Coding.objects.filter(theme=source, highlight__in=passages))
    resting = Recommendation.objects.filter(theme=source, findings__in=findings).distinct()
    staying = keys(resting.filter(findings__in=Finding.objects.filter(theme=source).exclude(pk__in=findings)))
    moving = [key for key in keys(resting) if key not in staying]
    cut = Q(recommendation__in=staying, finding__in=findings)
    return {FINDINGS: findings, CODINGS: codings, RECOMMENDATIONS: moving}, cut


def keys(rows: Any) -> list[int]:
    return sorted(set(rows.order_by().values_list("pk", flat=True)))


def along(source: Theme, findings: Iterable[int]) -> set[int]:
    """Passages these findings rest on and no other finding of the theme."""
    evidence = Evidence.objects.filter(finding__theme=source)
    staying = evidence.exclude(finding__in=findings).values_list("highlight", flat=True)
    return set(evidence.filter(finding__in=findings).values_list("highlight", flat=True)) - set(staying)


def edits_since_split(split: ThemeSplit) -> list[str]:
    """What stands in the way of undoing, in sentences for staff; empty where nothing does."""
    edits = later_moves((split.source_id, split.target_id), split.split_at, but=split)
    edits += lost_rows(split.moved, Theme, split.target_id)
    edits += tied_across(split.moved, split.target_id)
    if split.source.status == Status.WITHDRAWN:
        edits.append(_("“%(theme)s” is withdrawn.") % {"theme": split.names[0]})
    if split.made_state is not None:
        others = (one.of(split.target_id).exclude(pk__in=split.moved.get(one.label, ())) for one in belongings(Theme))
        told = MovedPart.objects.filter(pk=split.part_added or 0)
        strange = any(
            rows.exclude(pk__in=told).exists() if rows.model is MovedPart else rows.exists() for rows in others
        )
        if strange or is_edited(Theme, split.target_id, split.made_state):
            edits.append(_("“%(theme)s” was edited since.") % {"theme": split.names[1]})
    taken = Finding.objects.filter(theme=split.source_id, order__in=split.places.get(FINDINGS, {}).values())
    if taken.exists():
        edits.append(_("Other findings of “%(theme)s” have these numbers now.") % {"theme": split.names[0]})
    return edits


@transaction.atomic
def undo_theme_split(split: ThemeSplit, *, by: User) -> None:
    """Every row back under the key and the number it had; a theme that was made for them is withdrawn."""
    hold_writers()
    split = ThemeSplit.objects.select_for_update().get(pk=split.pk)
    if split.undone_at:
        raise MergeRefused(_("It was undone before."))
    source, target = hold_two(Theme, split.source_id, split.target_id)
    if edits := edits_since_split(split):
        raise MergeRefused(" ".join(edits))
    return_rows(Moved(split.moved, split.removed, split.places), source, target)
    forget_places(source, split.places)
    through = Recommendation.findings.through
    there = set(Recommendation.objects.filter(theme=source).values_list("pk", flat=True))
    stands = set(Finding.objects.filter(theme=source).values_list("pk", flat=True))
    links = [(one, finding) for one, finding in split.links_cut if one in there and finding in stands]
    tied = [through(recommendation_id=one, finding_id=finding) for one, finding in links]
    through.objects.bulk_create(tied, ignore_conflicts=True)
    MovedPart.objects.filter(pk=split.part_added or 0).delete()
    if split.made_state is not None:
        withdraw(target, by=by, reason=_("The split that made it was undone."))
    for theme in Theme.objects.filter(pk__in=(source.pk, target.pk)).order_by(F("pk")):
        theme.save()
        look_again(theme, by=by)
    split.undone_at, split.undone_by_id = timezone.now(), by.pk
    split.save(update_fields=("undone_at", "undone_by"))
    logger.info("undid the split of theme %s by account %s", source.pk, by.pk)
