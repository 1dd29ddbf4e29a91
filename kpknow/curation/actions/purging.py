"""What nobody may see again leaves the disk: pictures without consent, and files that belong to nothing."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.erasing import erase_from_history
from kpknow.safety.kept_files import LeavesTheDisk, remove_files
from stories.models import Media, MediaKind

logger = logging.getLogger(__name__)

AFTER = dt.timedelta(days=1)
"""A withdrawn consent never holds again; a day is left to see that the wrong one was ended and to keep a copy."""


@transaction.atomic
def purge_pictures() -> int:
    """Pictures of somebody whose consent was withdrawn a day ago or longer, with their files and history; how many.

    They have been out of everybody's sight since. What only lapsed or is held stays: it may be renewed.
    """
    hold_writers()
    ended = models.Q(appearing__consent__withdrawn_at__lte=timezone.now() - AFTER)
    pictures = list(Media.objects.filter(ended, kind=MediaKind.IMAGE).distinct())
    for picture in pictures:
        key = picture.pk
        picture.delete()
        picture.pk = key
        erase_from_history(picture, by=None)
    if pictures:
        logger.info("purged %s pictures whose consent was withdrawn", len(pictures))
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
    if not default_storage.exists(folder or "."):
        return
    folders, files = default_storage.listdir(folder)
    for file in files:
        yield str(PurePosixPath(folder) / file)
    for inner in folders:
        yield from stored_files(str(PurePosixPath(folder) / inner))
