"""Files that leave the disk when they are replaced and when their row goes, however it goes."""

import logging
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    FileField = models.FileField
else:
    FileField = object

logger = logging.getLogger(__name__)


class FilesAway(OSError):
    """The store of uploaded files does not answer, or refuses. Its words name no file and no key."""


class LeavesTheDisk(FileField):
    """Before a FileField. Files go once the transaction has committed: a save that fails after all has lost nothing."""

    column = "django.db.models.FileField"
    """What migrations see: the column is Django's own, only files are looked after here."""

    def files(self, name: str) -> list[str]:
        """All that is kept for this file."""
        return [name]

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override] # the stubs of Field and FileField differ
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_delete.connect(self.forget, sender=cls)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """One query more for a row that is changed: which file it had."""
        held = "" if add else self.held_by(model_instance)
        file = super().pre_save(model_instance, add)
        if held and held != file.name:
            transaction.on_commit(partial(let_go, self.storage, self.files(held)))
        return file

    def held_by(self, row: models.Model) -> str:
        rows = type(row)._base_manager.filter(pk=row.pk)
        return str(rows.values_list(self.attname, flat=True).first() or "")

    def forget(self, instance: models.Model, **signal: Any) -> None:
        if name := getattr(instance, self.attname).name:
            transaction.on_commit(partial(let_go, self.storage, self.files(name)))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, self.column, args, kwargs


class KeptFileField(LeavesTheDisk, models.FileField):
    """A file under a random name."""


def remove_files(storage: Any, names: Iterable[str]) -> None:
    """They leave the disk; what is gone already is no error."""
    for name in names:
        storage.delete(name)
    logger.info("removed the files of one record")


def let_go(storage: Any, names: Iterable[str]) -> None:
    """Once their row is gone, which nothing takes back: from a store that is away the nightly purge removes them."""
    try:
        remove_files(storage, names)
    except FilesAway:
        logger.warning("the files of one record are left to the nightly purge: their store is away")


def check_store_answers() -> None:
    """Before an upload is saved, so that whoever sent it keeps their words. Raises ValidationError."""
    try:
        default_storage.exists("is-it-there")
    except FilesAway as away:
        raise ValidationError(
            _("Files cannot be kept at this moment. Save without the file, or try again in a few minutes.")
        ) from away
