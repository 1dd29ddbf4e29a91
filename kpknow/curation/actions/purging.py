"""What nobody may see again leaves the disk: what was withdrawn, and files that belong to nothing."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.models import Act, ActVerb
from kpknow.curation.purging.pages import write_files_anew
from kpknow.curation.purging.people import purge_people
from kpknow.curation.purging.records import purge_comments, purge_records, purge_versions
from kpknow.safety.kept_files import LeavesTheDisk, remove_files
from stories.models import Media

logger = logging.getLogger(__name__)

AFTER = dt.timedelta(days=1)
"""A day is left to see that the wrong record or consent was withdrawn, and to make a draft of it or keep a copy."""


@dataclass(frozen=True)
class Purged:
    """How many of each. ``places``: stories, turns, sessions, passages and people whose consent was withdrawn."""

    records: int
    places: int
    pictures: int
    files: int
    is_left: bool = False
    """Words of what was purged, now or before, in files of the database: somebody was reading them all the time."""


def purge_all(*, at_once: bool = False, was_left: bool = False) -> Purged:
    """Everything that was withdrawn a day ago, or ``at_once`` until now; then the pages of the database it stood on.

    It has been out of everybody's sight since. It may be stopped at any moment: the next run goes on. ``was_left``: an
    earlier run said that something is left in the files.
    """
    before = timezone.now() - (dt.timedelta(0) if at_once else AFTER)
    places = purge_people(before) + purge_versions(before) + purge_comments(before)
    records, pictures = purge_records(before), purge_pictures(before)
    is_left = False
    if records or places or pictures or was_left or erased_lately():
        is_left = not write_files_anew()
    return Purged(records, places, pictures, purge_files(), is_left)  # the files last: their store may be away


def erased_lately() -> bool:
    """By an earlier run that was stopped before its end, too."""
    return Act.objects.filter(verb=ActVerb.ERASED, at__gte=timezone.now() - 2 * AFTER).exists()


@transaction.atomic
def purge_pictures(before: dt.datetime) -> int:
    """Pictures, films and sounds of somebody whose consent was withdrawn until then, with files and history; how many.

    What only lapsed or is held stays: it may be renewed.
    """
    hold_writers()
    ended = models.Q(appearing__consent__withdrawn_at__lte=before)
    pictures = list(Media.objects.filter(ended).distinct())
    for picture in pictures:
        key = picture.pk
        picture.delete()
        picture.pk = key
        erase_from_history(picture, by=None)
    if pictures:
        logger.info("purged %s pictures and recordings whose consent was withdrawn", len(pictures))
    return len(pictures)


def purge_files() -> int:
    """Files of a day or older that no row knows: of uploads that were never saved; how many."""
    known = set(known_files())
    before = timezone.now() - AFTER
    left = [
        name for name in stored_files("") if name not in known and default_storage.get_modified_time(name) <= before
    ]
    if left:
        remove_files(default_storage, left)
    return len(left)


def known_files() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                names = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                for name in filter(None, names.iterator()):
                    yield from field.files(name) if isinstance(field, LeavesTheDisk) else (name,)


def stored_files(folder: str) -> Iterator[str]:
    """Names as the database has them, folder after folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return  # before the first upload there is none
    for file in files:
        yield str(PurePosixPath(folder) / file)
    for inner in folders:
        yield from stored_files(str(PurePosixPath(folder) / inner))
