"""A merge of topics taken back, as long as nobody built upon it."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Topic, TopicTerm
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import FormerAddress, User
from kpknow.curation.actions.merging import AT_ONCE, KIND, locked, state_of
from kpknow.curation.models import MergedTagging, TopicMerge
from kpknow.curation.taggings import tagging_models

logger = logging.getLogger(__name__)

MOST_NAMED = 5
"""Records named one by one where taggings changed."""


class UndoneBefore(Exception):
    """This merge was undone already."""


class EditedSince(Exception):
    """Undoing would overwrite somebody's work; ``edits`` says what was changed, one sentence each."""

    def __init__(self, edits: list[str]) -> None:
        super().__init__(" ".join(edits))
        self.edits = edits


@transaction.atomic
def undo_merge(merge: TopicMerge, *, by: User) -> None:
    """Restores topics, terms, taggings and addresses as they were, or raises UndoneBefore or EditedSince.

    Records that got the kept topic after the merge keep it.
    """
    hold_writers()
    merge = TopicMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise UndoneBefore
    merged, kept = locked(Topic(pk=merge.merged_id), Topic(pk=merge.kept_id))
    if edits := edits_since(merge):
        raise EditedSince(edits)
    for kind, model in tagging_models().items():
        return_taggings(merge, kind, model)
    return_terms(merge, merged, kept)
    return_addresses(merge, merged.slug, kept.slug)
    Topic.objects.filter(pk=merged.pk).update(merged_into=None)
    Topic.objects.filter(pk__in=merge.led_here, merged_into=kept).update(merged_into=merged)
    merge.undone_at, merge.undone_by_id = timezone.now(), by.pk
    merge.save(update_fields=("undone_at", "undone_by"))
    logger.info("undid the merge of topic %s into %s by account %s", merged.pk, kept.pk, by.pk)


def edits_since(merge: TopicMerge) -> list[str]:
    """What stands in the way of undoing, in sentences for staff; empty where nothing does. About ten queries."""
    edits = [
        _("“%(topic)s” was edited since.") % {"topic": state["name"]}
        for topic, state in ((merge.merged, merge.merged_state), (merge.kept, merge.kept_state))
        if is_edited(topic, state)
    ]
    both = (merge.merged_id, merge.kept_id)
    later = TopicMerge.objects.filter(Q(merged__in=both) | Q(kept__in=both), undone_at__isnull=True, pk__gt=merge.pk)
    edits += [_("The later merge %(merge)s stands: undo that first.") % {"merge": one} for one in later.order_by("-pk")]
    for kind, model in tagging_models().items():
        edits += tagging_edits(merge, kind, model)
    return edits


def is_edited(topic: Topic, state: dict[str, Any]) -> bool:
    """Whether anything differs from then. A column that came with a later version of the site is nobody's edit."""
    now = state_of(topic)
    return any(now.get(name, then) != then for name, then in state.items())


def tagging_edits(merge: TopicMerge, kind: str, model: Any) -> list[str]:
    """Taggings of one kind that somebody changed: taken off the kept topic, or put on the merged one."""
    logged = merge.taggings.filter(kind=kind)
    moved = dict(logged.filter(was_double=False).values_list("tagging", "record"))
    doubles = set(logged.filter(was_double=True).values_list("record", flat=True))
    kept = dict(model.objects.filter(tag=merge.kept_id).values_list("pk", "content_object"))
    lost = {record for tagging, record in moved.items() if kept.get(tagging) != record} | (doubles - {*kept.values()})
    again = set(model.objects.filter(tag=merge.merged_id).values_list("content_object", flat=True))
    named = model._meta.get_field("content_object").related_model._default_manager.filter(pk__in=sorted(lost | again))
    edits = [_("The topics of “%(record)s” were changed since.") % {"record": one} for one in named[:MOST_NAMED]]
    more = len(lost | again) - len(edits)
    return [*edits, _("%(count)d more records changed since.") % {"count": more}] if more > 0 else edits


def return_taggings(merge: TopicMerge, kind: str, model: Any) -> None:
    """Under the very keys they had."""
    logged = MergedTagging.objects.filter(merge=merge, kind=kind)
    moved = logged.filter(was_double=False)
    model.objects.filter(tag=merge.kept_id, pk__in=moved.values("tagging")).update(tag=merge.merged_id)
    doubles = logged.filter(was_double=True).order_by("tagging").values_list("tagging", "record")
    model.objects.bulk_create(
        (model(pk=tagging, tag_id=merge.merged_id, content_object_id=record) for tagging, record in doubles),
        batch_size=AT_ONCE,
    )


def return_terms(merge: TopicMerge, merged: Topic, kept: Topic) -> None:
    TopicTerm.objects.filter(pk__in=merge.terms_added).delete()
    for pk, kind in merge.terms_moved:
        TopicTerm.objects.filter(pk=pk).update(topic=merged, kind=kind)
    for topic in (merged, kept):
        topic.keep_names()


def return_addresses(merge: TopicMerge, merged: str, kept: str) -> None:
    """As they led before; one that somebody deleted on purpose since stays deleted."""
    addresses = FormerAddress.objects.filter(kind=KIND)
    before = merge.addresses_before
    if merged not in before:
        addresses.filter(slug=merged).delete()
    for slug, current in before.items():
        if slug in (merged, kept):
            addresses.update_or_create(kind=KIND, slug=slug, defaults={"current_slug": current})
        else:
            addresses.filter(slug=slug, current_slug=kept).update(current_slug=current)
