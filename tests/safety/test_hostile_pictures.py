"""Pictures made to hurt: each is refused with words, or comes out as pixels alone, soon and without much memory."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from kpknow.safety.pictures import clean_picture

MARK = b"QUOKKA-MARK"
SECONDS, MEGABYTES = 10, 200
"""Of processor time, and of memory grown, for any of them."""


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, colours: int = 2, depth: int = 8) -> bytes:
    """All of one colour: a few kilobytes for any number of pixels."""
    samples = {0: 1, 2: 3, 6: 4}[colours] * depth // 8
    line = b"\x00" + b"\x00" * (width * samples)
    packer, packed = zlib.compressobj(9), b""
    for _line in range(height):
        packed += packer.compress(line)
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", packed + packer.flush()) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def with_texts() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", MARK.decode())
    info.add_itxt("XML:com.adobe.xmp", f"<script>{MARK.decode()}</script>", zip=True)
    return saved("PNG", pnginfo=info)


def exif_with_mark() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    return exif


def with_everything() -> bytes:
    return saved("JPEG", exif=exif_with_mark(), comment=MARK, icc_profile=MARK * 40, xmp=MARK)


def animated(kind: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (400, 400), (number % 255, 9, 9)) for number in range(frames)]
    written = io.BytesIO()
    pictures[0].save(written, kind, save_all=True, append_images=pictures[1:], duration=10)
    return written.getvalue()


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(MARK.decode(), MARK)
    return written.getvalue()


REFUSED: dict[str, Callable[[], bytes]] = {
    "a script that is a GIF": lambda: b"GIF89a/*" + saved("GIF")[8:] + b"*/=1;alert(1)",
    "a GIF": lambda: saved("GIF"),
    "SVG renamed": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "HTML": lambda: b"<html><script>alert(1)</script>",
    "HEIC renamed": lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200,
    "TIFF": lambda: saved("TIFF"),
    "BMP": lambda: saved("BMP"),
    "PDF": lambda: saved("PDF"),
    "cut off JPEG": lambda: saved("JPEG", size=(600, 400))[:400],
    "cut off PNG": lambda: png(600, 400)[:-40],
    "a billion pixels": lambda: png(1, 1).replace(struct.pack(">II", 1, 1), struct.pack(">II", 40_000, 30_000)),
    "100 million pixels": lambda: png(10_000, 10_000, colours=0),
    "30 million pixels as PNG": lambda: png(6_000, 5_000, colours=0),
    "nothing": lambda: b"",
    "zeros": lambda: b"\x00" * 100_000,
}
CLEANED: dict[str, Callable[[], bytes]] = {
    "HTML behind a PNG": lambda: saved("PNG") + b"<script>" + MARK + b"</script>",
    "texts in a PNG": with_texts,
    "PHP in a JPEG": lambda: saved("JPEG", comment=b"<?php " + MARK + b" ?>") + b"<?php " + MARK,
    "a zip behind a JPEG": lambda: saved("JPEG") + archive(),
    "Exif, XMP, ICC, comment": with_everything,
    "CMYK": lambda: saved("JPEG", "CMYK", comment=MARK),
    "16 bits": lambda: saved("PNG", "I;16") + MARK,
    "palette": lambda: saved("PNG", "P", transparency=0) + MARK,
    "black and white": lambda: saved("PNG", "1") + MARK,
    "see-through": lambda: saved("WEBP", "RGBA", exif=exif_with_mark()),
    "moving PNG": lambda: animated("PNG", 40) + MARK,
    "moving WebP": lambda: animated("WEBP", 40) + MARK,
    "one pixel wide": lambda: png(1, 100_000) + MARK,
    "one pixel high": lambda: png(100_000, 1) + MARK,
    "18 million pixels, see-through": lambda: png(4_500, 4_000, colours=6) + MARK,
    "39 million pixels as JPEG": lambda: saved("JPEG", size=(7_800, 5_000), comment=MARK),
    "18 million pixels as WebP": lambda: saved("WEBP", size=(4_500, 4_000), method=0) + MARK,
}
HEAVY = [*(name for name in CLEANED if "million" in name), "a billion pixels", "moving WebP"]
MEASURE = """
import io, json, resource, sys, time
from PIL import Image
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from kpknow.safety.pictures import clean_picture
data = open(sys.argv[1], "rb").read()
clean_picture(SimpleUploadedFile("x", open(sys.argv[2], "rb").read()))
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    clean_picture(SimpleUploadedFile("x", data))
except ValidationError:
    pass
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([time.process_time() - began, grown // 1024]))
"""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_of_ours_is_refused_with_words(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_picture(SimpleUploadedFile("holiday.jpg", REFUSED[name](), "image/jpeg"))

    assert refused.value.messages[0].startswith(("This is not a", "The picture has more than"))


@pytest.mark.parametrize("name", [name for name in CLEANED if "million" not in name])
def test_what_is_one_comes_out_as_pixels_alone(name: str) -> None:
    cleaned = clean_picture(SimpleUploadedFile("holiday.jpg", CLEANED[name](), "image/jpeg")).read()

    assert MARK not in cleaned
    with Image.open(io.BytesIO(cleaned)) as picture:
        assert (picture.format, picture.mode, getattr(picture, "n_frames", 1)) == ("WEBP", "RGB", 1)
        assert (dict(picture.getexif()), set(picture.info) & {"icc_profile", "xmp", "comment"}) == ({}, set())
        assert picture.width <= 1600


@pytest.mark.parametrize("name", HEAVY)
def test_none_takes_long_or_much(name: str, tmp_path: object) -> None:
    """In a program of its own: what a test before took would hide it."""
    hostile, plain = tmp_path / "hostile", tmp_path / "plain"  # type: ignore[operator]
    hostile.write_bytes((REFUSED | CLEANED)[name]())
    plain.write_bytes(saved("WEBP"))

    run = subprocess.run(  # our own program
        [sys.executable, "-c", MEASURE, str(hostile), str(plain)], capture_output=True, check=True, env=os.environ
    )

    seconds, megabytes = json.loads(run.stdout)
    assert (seconds <= SECONDS, megabytes <= MEGABYTES) == (True, True), (seconds, megabytes)
