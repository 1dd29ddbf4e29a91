"""A picture's files: the cleaned one and its smaller sizes, made together and gone together."""

import contextlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

from kpknow.safety.kept_files import LeavesTheDisk

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
        """Also writes the smaller sizes. ``content`` is a cleaned picture (kpknow.safety.pictures).

        Its own size is noted here: Django passes over a content that has no name, and would look for it in the file
        whenever the row is read.
        """
        super().save(name, content, save=False)
        content.seek(0)
        with Image.open(content) as opened:
            picture = opened.convert("RGB")
        field: Any = self.field
        for column, pixels in ((field.width_field, picture.width), (field.height_field, picture.height)):
            if column:
                setattr(self.instance, column, pixels)
        for width, kind in SIZES:
            self.storage.save(size_name(str(self.name), width, kind), ContentFile(smaller(picture, width, kind)))
        if save:
            self.instance.save()


class KeptPictureField(LeavesTheDisk, models.ImageField):
    """An ImageField with smaller sizes; all of them go with it."""

    attr_class = PictureFile
    column = "django.db.models.ImageField"

    def update_dimension_fields(self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any) -> None:
        """Django asks the file itself where a row does not tell: one that cannot be read keeps no page from opening."""
        with contextlib.suppress(OSError):
            super().update_dimension_fields(instance, force, *args, **kwargs)

    def files(self, name: str) -> list[str]:
        return [name, *(size_name(name, width, kind) for width, kind in SIZES)]
