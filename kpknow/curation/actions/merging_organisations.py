"""Two organisations become one, in one transaction; and the way back while nothing was changed since."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import NameKind, Organisation, OrganisationName, term_key
from kpknow.content.actions.publishing import look_again
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import FormerAddress, Status, User
from kpknow.content.models.former_address import remember_slug
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
from kpknow.curation.models import OrganisationMerge

logger = logging.getLogger(__name__)

KIND = Organisation._meta.label_lower
CHANGED = ("slug", "status", "withdrawn_at", "withdrawal_reason", "published_at")
"""Fields of the merged organisation that a merge changes."""


@transaction.atomic
def merge_organisations(merged: Organisation, into: Organisation, *, by: User) -> OrganisationMerge:
    """Everything that names ``merged`` names ``into`` from now on; its page leads there for ever.

    The merged one is withdrawn, and its name is another name of the kept one. Raises MergeRefused, changing nothing.
    """
    if merged.pk == into.pk:
        raise MergeRefused(_("An organisation is not merged into itself."))
    merged, kept = hold_two(Organisation, merged.pk, into.pk)
    refuse(merged, kept)
    addresses = addresses_around(merged, kept)
    moved = move_rows(merged, kept)
    before = {name: getattr(merged, name) for name in CHANGED}
    Organisation.objects.filter(pk=merged.pk).update(
        slug=f"merged-{merged.pk}",
        status=Status.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawal_reason=_("Merged into “%(organisation)s”.") % {"organisation": kept.name},
    )
    remember_slug(KIND, merged.slug, kept.slug)
    added = add_name(merged, kept)
    kept.save()  # whoever listens to saves looks at both
    look_again(kept, by=by)  # its names are others now
    merge = OrganisationMerge.objects.create(
        merged=merged,
        kept=kept,
        names=[merged.name, kept.name],
        merged_before=before,
        merged_state=state_of(Organisation, merged.pk),
        moved=moved.keys,
        removed=moved.removed,
        name_added=added,
        addresses_before=addresses,
        merged_by_id=by.pk,
    )
    logger.info("merged organisation %s into %s by account %s", merged.pk, kept.pk, by.pk)
    return merge


def refuse(merged: Organisation, kept: Organisation) -> None:
    for organisation in (merged, kept):
        if organisation.status == Status.WITHDRAWN:
            words = _("“%(organisation)s” is withdrawn and cannot be merged.")
            raise MergeRefused(words % {"organisation": organisation})
    if merged.shield != kept.shield:
        raise MergeRefused(
            _("They are shielded differently: merging would show what is hidden. Give both the same shield first.")
        )


def addresses_around(merged: Organisation, kept: Organisation) -> dict[str, str]:
    slugs = Q(slug__in=(merged.slug, kept.slug)) | Q(current_slug=merged.slug)
    return dict(FormerAddress.objects.filter(slugs, kind=KIND).values_list("slug", "current_slug"))


def add_name(merged: Organisation, kept: Organisation) -> Any:
    """The key of the name, None where the kept one is called so already."""
    called = {term_key(kept.name), *(term_key(name.name) for name in kept.names.all())}
    if term_key(merged.name) in called:
        return None
    return OrganisationName.objects.create(organisation=kept, name=merged.name, kind=NameKind.FORMER).pk


def edits_since(merge: OrganisationMerge) -> list[str]:
    """What stands in the way of undoing, in sentences for staff; empty where nothing does."""
    edits = []
    if is_edited(Organisation, merge.merged_id, merge.merged_state):
        edits.append(_("“%(organisation)s” was edited since.") % {"organisation": merge.names[0]})
    both = (merge.merged_id, merge.kept_id)
    later = OrganisationMerge.objects.filter(Q(merged__in=both) | Q(kept__in=both), undone_at__isnull=True)
    for one in later.filter(pk__gt=merge.pk).order_by("-pk"):
        edits.append(_("The later merge %(merge)s stands: undo that first.") % {"merge": one})
    edits += lost_rows(merge.moved, Organisation, merge.kept_id)
    return edits


@transaction.atomic
def undo_organisation_merge(merge: OrganisationMerge, *, by: User) -> None:
    """Every row back where it was, under the key it had; MergeRefused where somebody built upon the merge."""
    hold_writers()
    merge = OrganisationMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused(_("It was undone before."))
    merged, kept = hold_two(Organisation, merge.merged_id, merge.kept_id)
    if edits := edits_since(merge):
        raise MergeRefused(" ".join(edits))
    OrganisationName.objects.filter(pk__in=[merge.name_added or 0]).delete()
    return_rows(Moved(merge.moved, merge.removed), merged, kept)
    Organisation.objects.filter(pk=merge.merged_id).update(**merge.merged_before)
    return_addresses(merge)
    Organisation.objects.get(pk=merge.merged_id).save()
    for organisation in Organisation.objects.filter(pk__in=(merge.merged_id, merge.kept_id)):
        look_again(organisation, by=by)
    merge.undone_at, merge.undone_by_id = timezone.now(), by.pk
    merge.save(update_fields=("undone_at", "undone_by"))
    logger.info("undid the merge of organisation %s by account %s", merge.merged_id, by.pk)


def return_addresses(merge: OrganisationMerge) -> None:
    addresses, before = FormerAddress.objects.filter(kind=KIND), merge.addresses_before
    slug = merge.merged_before["slug"]
    if slug not in before:
        addresses.filter(slug=slug).delete()
    for old, current in before.items():
        addresses.update_or_create(kind=KIND, slug=old, defaults={"current_slug": current})
