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
MOST_AT_ONCE = 20_000_000
"""Pixels of a picture that is only read whole: four bytes each, and as many again while WebP is unpacked."""
ORIENTATION, LYING = 0x0112, 5
"""Exif's tag, and from which value on a picture lies on its side (CIPA DC-008)."""
SCALABLE = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr")
WIDEST = 1600
"""Pixels; the page column is 608 CSS pixels wide, so this serves screens of 2.6 pixels a point."""
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
NO_PICTURE = (UnidentifiedImageError, *BOMBS, OSError, ValueError, SyntaxError)
FORMATS = ("JPEG", "PNG", "WEBP")


def pixels_of(data: bytes) -> int:
    """How many pixels a picture claims to have, before any is decoded. Raises ValidationError for what is not one."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            return opened.width * opened.height
    except NO_PICTURE as broken:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture we can read.")) from broken


def clean_picture(upload: "UploadedFile[Any]") -> "ContentFile[bytes]":
    """The picture as a new WebP of at most 1600 pixels' width. Raises ValidationError for anything that is not one.

    Of moving pictures the first is kept. It is made small before it is turned or its colours are read, so that the
    largest costs about 160 MB.
    """
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise ValidationError(_("The picture is larger than 15 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            refuse_too_many_pixels(opened)
            lies = opened.getexif().get(ORIENTATION, 1) >= LYING
            box = (WIDEST * 4, WIDEST) if lies else (WIDEST, WIDEST * 4)
            # JPEG alone can be read smaller than it is
            opened.draft(None, (min(box[0], opened.width), min(box[1], opened.height)))
            shown: Image.Image = opened if opened.mode in SCALABLE else eight_bit(opened)
            shown.thumbnail(box)
            pixels = ImageOps.exif_transpose(shown).convert("RGB")
    except NO_PICTURE as broken:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture we can read.")) from broken
    pixels.thumbnail((WIDEST, WIDEST * 4))
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    written = BytesIO()
    bare.save(written, "WEBP", quality=80, method=4)
    return ContentFile(written.getvalue(), name="picture.webp")


def refuse_too_many_pixels(opened: Image.Image) -> None:
    """Twice as many where a picture can be read in lines and smaller: a JPEG that is not progressive."""
    size = opened.width * opened.height
    if size > MOST_PIXELS:
        raise ValidationError(_("The picture has more than 40 million pixels."))
    if size > MOST_AT_ONCE and (opened.format != "JPEG" or opened.info.get("progressive")):
        words = _("The picture has more than 20 million pixels. Save it smaller, or as a plain JPEG.")
        raise ValidationError(words)


def eight_bit(opened: Image.Image) -> Image.Image:
    """Scientific and scanned pictures have 65,536 greys; Pillow would cut them off instead of scaling them."""
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda grey: grey / 256).convert("L")
    return opened.convert("RGBA" if "transparency" in opened.info else "RGB")
