"""Pictures keep their pixels and lose everything else (EXIF, GPS, XMP, ICC, thumbnails, comments)."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_UPLOAD = 15 * 1024 * 1024
"""Bytes."""
MOST_PIXELS = 40_000_000
WIDEST = 1600
"""Pixels; the page column is 608 CSS pixels wide, so this serves screens of 2.6 pixels a point."""
NO_PICTURE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)
FORMATS = ("JPEG", "PNG", "WEBP")


def pixels_of(data: bytes) -> int:
    """How many pixels a picture claims to have, before any is decoded. Raises ValidationError for what is not one."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            return opened.width * opened.height
    except NO_PICTURE as broken:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture we can read.")) from broken


def clean_picture(upload: "UploadedFile[Any]") -> "ContentFile[bytes]":
    """The picture as a new WebP of at most 1600 pixels' width. Raises ValidationError for anything that is not one."""
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise ValidationError(_("The picture is larger than 15 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("The picture has more than 40 million pixels."))
            pixels = ImageOps.exif_transpose(opened).convert("RGB")
    except NO_PICTURE as broken:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture we can read.")) from broken
    pixels.thumbnail((WIDEST, WIDEST * 4))
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    written = BytesIO()
    bare.save(written, "WEBP", quality=80, method=4)
    return ContentFile(written.getvalue(), name="picture.webp")
