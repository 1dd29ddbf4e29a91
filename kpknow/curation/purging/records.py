"""Records withdrawn a day ago: their words go, what rests on them stays, their address still says “withdrawn”."""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction

from events.models import Organisation
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.history.curated import curated_tables
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.history.recording import unrecorded
from kpknow.content.models import ActVerb, Change, FormerAddress, Record, Status
from kpknow.content.tombstones import TOMBSTONE, tombstone_of
from kpknow.curation.actions.erasing import ERASED, forget_addresses
from kpknow.curation.actions.removal_requests import hidden_after
from kpknow.curation.models import OrganisationMerge, RemovalRequest, RequestState, ThemeMerge, ThemeSplit
from kpknow.curation.purging.emptying import empty_or_remove, rows_under
from kpknow.search.models import SimilarStory
from stories.models import Comment, Highlight, Media, Story, Theme, ThemeVersion
from stories.models.comment import Moderation

logger = logging.getLogger(__name__)


def purge_records(before: dt.datetime) -> int:
    """All that were withdrawn until then and are withdrawn now; how many. Each in a transaction of its own.

    What became another record by a merge is kept as long as the merge stands: its words are the other's. What was
    hidden at once after a stranger asked is kept until somebody has answered.
    """
    done = sum(purge_record(record) for model in record_kinds() for record in due(model, before))
    return done + (purge_records(before) if done else 0)  # what had been merged into one of these


def due(model: type[Record], before: dt.datetime) -> Iterable[Record]:
    withdrawn = model._default_manager.filter(status=Status.WITHDRAWN, withdrawn_at__lte=before)
    undecided = RemovalRequest.objects.filter(state__in=(RequestState.WAITING, RequestState.LOOKED_AT))
    hidden = [hidden_after(request) for request in undecided]
    kept = models.Q(pk__in=merged(model)) | models.Q(withdrawal_reason__in=hidden) | models.Q(slug__regex=TOMBSTONE)
    return withdrawn.exclude(kept).order_by("pk")


def record_kinds() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def merged(model: type[Record]) -> Iterable[int]:
    merges: dict[type[Record], type[OrganisationMerge | ThemeMerge]] = {
        Organisation: OrganisationMerge, Theme: ThemeMerge,
    }  # fmt: skip
    if model not in merges:
        return []
    return merges[model]._default_manager.filter(undone_at=None).values_list("merged", flat=True)


@transaction.atomic
def purge_record(record: Record) -> bool:
    """Empty it, its rows, their history and every copy; False where somebody took it up again meanwhile."""
    hold_writers()
    model, key = type(record), record.pk
    rows = model._base_manager.filter(pk=key)
    whole: Record | None = rows.select_for_update().filter(status=Status.WITHDRAWN).first()
    if whole is None:
        return False
    under = list(rows_under(rows))
    own: set[tuple[Any, int]] = {
        (kind.model, pk) for kind in under if has_history(kind.model) for pk in kind.values_list("pk", flat=True)
    }
    forget_addresses([whole, *Media.objects.filter(story=key)] if model is Story else [whole])
    with unrecorded():
        if model is Story:
            empty_or_remove(Highlight.objects.filter(was_in=key))
            SimilarStory.objects.filter(models.Q(story=key) | models.Q(other=key)).delete()
        for kind in reversed(under):
            empty_or_remove(kind)
        bury_addresses(whole)
    forget_merges(whole)
    own.add((model, key))
    for other, pk in own:
        row: models.Model = other._base_manager.filter(pk=pk).first() or other(pk=pk)
        if not erase_from_history(row, by=None) and other is model:
            record_act(ActVerb.ERASED, by=None, about=record)
    logger.info("purged %s %s", model._meta.label_lower, key)
    return True


def has_history(model: type[models.Model]) -> bool:
    kind = curated_tables().get(model._meta.label_lower)
    return kind is not None and kind.is_record


def bury_addresses(record: Record) -> None:
    """Its address and those that led to it are hashes from now on: whoever follows one is told that it is gone."""
    kind = record._meta.label_lower
    buried = tombstone_of(kind, record.slug)
    model: Any = type(record)
    model._base_manager.filter(pk=record.pk).update(slug=buried)
    FormerAddress.objects.filter(kind=kind, slug=record.slug).delete()
    for address in FormerAddress.objects.filter(kind=kind, current_slug=record.slug):
        FormerAddress.objects.filter(pk=address.pk).update(slug=tombstone_of(kind, address.slug), current_slug=buried)


def forget_merges(record: Record) -> None:
    """They hold names and states of then; without them they cannot be undone, and there is nothing to undo."""
    if isinstance(record, Organisation):
        OrganisationMerge.objects.filter(models.Q(merged=record) | models.Q(kept=record)).delete()
    elif isinstance(record, Theme):
        ThemeMerge.objects.filter(models.Q(merged=record) | models.Q(kept=record)).delete()
        ThemeSplit.objects.filter(models.Q(source=record) | models.Q(target=record)).delete()


@transaction.atomic
def purge_versions(before: dt.datetime) -> int:
    """Versions of themes taken back until then: the number stays, and that it was taken back."""
    hold_writers()
    gone = ThemeVersion.objects.filter(withdrawn_at__lte=before).exclude(withdrawal_reason=ERASED)
    return gone.update(content={}, note="", withdrawal_reason=ERASED)


@transaction.atomic
def purge_comments(before: dt.datetime) -> int:
    """Comments refused until then, whether they had been public or not."""
    hold_writers()
    refused = Comment.objects.filter(moderation=Moderation.REJECTED, received_at__lte=before).exclude(text=ERASED)
    count = 0
    for comment in refused:
        decided = Change.objects.of(comment).aggregate(last=models.Max("at"))["last"]
        if decided is None or decided <= before:
            with unrecorded():
                Comment.objects.filter(pk=comment.pk).update(name="", text=ERASED)
            erase_from_history(comment, by=None)
            count += 1
    return count
