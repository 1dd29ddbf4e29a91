"""Two topics become one, in one transaction: no tagging is lost and no address dies."""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from events.models import COMMON_USE, TermKind, Topic, TopicTerm, term_key
from kpknow.content.editing.lock import hold_writers
from kpknow.content.models import FormerAddress, User
from kpknow.content.models.former_address import remember_slug
from kpknow.curation.models import MergedTagging, TopicMerge
from kpknow.curation.taggings import tagging_models

logger = logging.getLogger(__name__)

KIND = Topic._meta.label_lower
AT_ONCE = 2000
"""Rows of the log written in one statement."""


class MergeRefused(Exception):
    """``topic`` is the one in the way."""

    def __init__(self, topic: Topic) -> None:
        super().__init__(topic.name)
        self.topic = topic


class MergedIntoItself(MergeRefused):
    pass


class AlreadyMerged(MergeRefused):
    """It was merged before and leads elsewhere already."""


class TargetIsMerged(MergeRefused):
    """The topic to keep was merged itself: choose the one it became."""


@transaction.atomic
def merge_topics(merged: Topic, into: Topic, *, by: User) -> TopicMerge:
    """Everything that carries ``merged`` carries ``into`` from now on; the old name becomes one of its terms.

    Old slugs lead to it for ever, older merges too, without chains. Raises MergedIntoItself, AlreadyMerged or
    TargetIsMerged, changing nothing. Queries do not grow with the taggings but for the log's rows, 2,000 at once.
    """
    merged, kept = locked(merged, into)
    if merged.pk == kept.pk:
        raise MergedIntoItself(merged)
    if merged.merged_into_id:
        raise AlreadyMerged(merged)
    if kept.merged_into_id:
        raise TargetIsMerged(kept)
    addresses = addresses_around(merged, kept)
    led_here = list(Topic.objects.filter(merged_into=merged).order_by("pk").values_list("pk", flat=True))
    Topic.objects.filter(Q(pk=merged.pk) | Q(merged_into=merged)).update(merged_into=kept)
    remember_slug(KIND, merged.slug, kept.slug)
    terms_moved, terms_added = take_over_terms(merged, kept)
    merge = TopicMerge.objects.create(
        merged=merged,
        kept=kept,
        merged_state=state_of(merged),
        kept_state=state_of(kept),
        terms_moved=terms_moved,
        terms_added=terms_added,
        led_here=led_here,
        addresses_before=addresses,
        merged_by_id=by.pk,
    )
    for kind, model in tagging_models().items():
        move_taggings(merge, kind, model)
    logger.info("merged topic %s into %s by account %s", merged.pk, kept.pk, by.pk)
    return merge


def locked(one: Topic, other: Topic) -> tuple[Topic, Topic]:
    """Both as they are in the database now, and nobody else's to change until this transaction ends.

    Writers are held before any row, as every save does: two who wait for each other would wait for ever.
    """
    hold_writers()
    rows = Topic.objects.select_for_update().order_by("pk").filter(pk__in=(one.pk, other.pk))
    found = {topic.pk: topic for topic in rows}
    return found[one.pk], found[other.pk]


def addresses_around(merged: Topic, kept: Topic) -> dict[str, str]:
    """Former addresses that the merge will change, as they are: old slug → where it leads."""
    slugs = Q(slug__in=(merged.slug, kept.slug)) | Q(current_slug=merged.slug)
    return dict(FormerAddress.objects.filter(slugs, kind=KIND).values_list("slug", "current_slug"))


def take_over_terms(merged: Topic, kept: Topic) -> tuple[list[tuple[int, str]], list[int]]:
    """The kept topic is found by every word of the merged one, its name first; its own labels stay what they are.

    Gives (key, kind before) of the terms moved, and the keys of those added: none where the name is a term already.
    """
    moved = list(merged.terms.order_by("pk").values_list("pk", "kind"))
    merged.terms.filter(kind=TermKind.PREFERRED).update(kind=TermKind.SYNONYM)
    merged.terms.update(topic=kept)
    words = {"language": settings.LANGUAGE_CODE, "key": term_key(merged.name)}
    added = []
    if not TopicTerm.objects.filter(**words).exists():
        term = TopicTerm.objects.create(topic=kept, term=merged.name, source=COMMON_USE, **words)
        added = [term.pk]
    for topic in (merged, kept):
        topic.keep_names()
    return moved, added


def move_taggings(merge: TopicMerge, kind: str, model: Any) -> None:
    """Taggings change their topic; where the record has the kept one already, the double goes."""
    ours, theirs = model.objects.filter(tag=merge.merged), model.objects.filter(tag=merge.kept)
    doubles = ours.filter(content_object__in=theirs.values("content_object"))
    log(merge, kind, doubles, was_double=True)
    doubles.delete()
    log(merge, kind, ours, was_double=False)
    ours.update(tag=merge.kept)


def log(merge: TopicMerge, kind: str, taggings: Any, *, was_double: bool) -> None:
    rows = taggings.order_by("pk").values_list("pk", "content_object")
    MergedTagging.objects.bulk_create(
        (
            MergedTagging(merge=merge, kind=kind, tagging=tagging, record=record, was_double=was_double)
            for tagging, record in rows
        ),
        batch_size=AT_ONCE,
    )


def state_of(topic: Topic) -> dict[str, Any]:
    """All that can be edited of a topic, as JSON."""
    found = Topic.objects.filter(pk=topic.pk).values().get()
    terms = topic.terms.order_by("pk").values_list("pk", "language", "term", "kind", "as_written", "source")
    return {**found, "terms": [list(term) for term in terms]}
