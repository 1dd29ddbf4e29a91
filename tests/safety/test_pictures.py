from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kpknow.safety.pictures import clean_picture

SECRET = b"GPS-SECRET-MARK"


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("my-house.jpg", data, content_type="image/jpeg")


def a_jpeg(size: tuple[int, int] = (60, 40)) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    written = BytesIO()
    Image.new("RGB", size, "orange").save(written, "JPEG", exif=exif, comment=SECRET)
    return written.getvalue()


def test_a_picture_keeps_its_pixels_and_loses_everything_else() -> None:
    original = a_jpeg()
    assert SECRET in original

    cleaned = clean_picture(upload(original)).read()

    assert SECRET not in cleaned
    with Image.open(BytesIO(cleaned)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (60, 40), {})


def test_a_wide_picture_is_made_smaller() -> None:
    with Image.open(clean_picture(upload(a_jpeg((3200, 1000))))) as picture:
        assert picture.size == (1600, 500)


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"GIF89a", a_jpeg()[:200], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError):
        clean_picture(upload(data))
