"""A picture's files: the cleaned one and its smaller sizes, made together and gone together."""

import logging
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

logger = logging.getLogger(__name__)

SMALL, MIDDLE = 480, 960
"""Pixels of width: the column of a telephone, and of one with two pixels a point or of a desk."""
SIZES = ((SMALL, "avif"), (SMALL, "webp"), (SMALL, "jpg"), (MIDDLE, "avif"), (MIDDLE, "webp"))
MOST_BYTES = {SMALL: 40_000, MIDDLE: 90_000}
"""What a reader who pays by the megabyte may be asked to load for one picture."""
QUALITIES = (70, 55, 40, 25, 10)
"""Tried one after the other until the file is small enough."""
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def size_name(name: str, width: int, kind: str) -> str:
    """The name of one size of a picture: beside it, under the same random name."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}.{kind}"))


def smaller(picture: Image.Image, width: int, kind: str) -> bytes:
    """The picture at most so wide, at the best quality that keeps within MOST_BYTES. Never made larger than it is.

    Noise no quality makes light is made as narrow as it must be.
    """
    sized = picture.copy()
    sized.thumbnail((width, width * 4))
    while True:
        for quality in QUALITIES:
            written = BytesIO()
            sized.save(written, FORMATS[kind], quality=quality, **({"speed": 8} if kind == "avif" else {}))
            if written.tell() <= MOST_BYTES[width]:
                return written.getvalue()
        sized.thumbnail((max(1, sized.width * 3 // 4), max(1, sized.height * 3 // 4)))


class PictureFile(ImageFieldFile):
    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Also writes the smaller sizes. ``content`` is a cleaned picture (kpknow.safety.pictures)."""
        super().save(name, content, save=False)
        with self.storage.open(str(self.name)) as kept, Image.open(kept) as opened:
            picture = opened.convert("RGB")
        for width, kind in SIZES:
            self.storage.save(size_name(str(self.name), width, kind), ContentFile(smaller(picture, width, kind)))
        if save:
            self.instance.save()


def remove_files(storage: Any, name: str) -> None:
    """The picture and its sizes leave the disk; what is gone already is no error."""
    for one in (name, *(size_name(name, width, kind) for width, kind in SIZES)):
        storage.delete(one)
    logger.info("removed a picture and its sizes")


class KeptPictureField(models.ImageField):
    """An ImageField whose files leave the disk when they are replaced and when their row goes, however it goes.

    They go once the transaction has committed: a save that fails after all has lost nothing.
    """

    attr_class = PictureFile

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override] # the stubs of Field and FileField differ
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_delete.connect(self.forget, sender=cls)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """One query more for a row that is changed: which file it had."""
        held = "" if add else self.held_by(model_instance)
        file = super().pre_save(model_instance, add)
        if held and held != file.name:
            transaction.on_commit(partial(remove_files, self.storage, held))
        return file

    def held_by(self, row: models.Model) -> str:
        rows = type(row)._base_manager.filter(pk=row.pk)
        return str(rows.values_list(self.attname, flat=True).first() or "")

    def forget(self, instance: models.Model, **signal: Any) -> None:
        if name := getattr(instance, self.attname).name:
            transaction.on_commit(partial(remove_files, self.storage, name))

    def deconstruct(self) -> Any:
        """The column is an ImageField's; only files are looked after here."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs
