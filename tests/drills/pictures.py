"""A picture for every story, as the site keeps them: cleaned, with its smaller sizes, each with bytes of its own."""

import hashlib
import random
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kpknow.safety.pictures import clean_picture
from stories.models import Media, Story
from stories.models.media import MediaKind, random_name

DIFFERENT = 4
"""Pictures that are really made: more than half a second each."""
GRAINS = ((8, 1.0), (40, 0.4), (200, 0.2))
"""How many patches across, and how much of each: as heavy as a photograph, some 130 kB and 240 kB of smaller sizes."""
SIZE = (1600, 1200)


def give_pictures() -> int:
    """To all stories; the bytes written. Four are made as an upload is, the others are those with a number behind."""
    stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    made, rows, written = [kept_upload(number) for number in range(DIFFERENT)], [], 0
    for number, story in enumerate(stories):
        files = made[number % DIFFERENT]
        media = Media(story_id=story, kind=MediaKind.IMAGE, title=f"Picture {number}", width=SIZE[0], height=SIZE[1])
        media.nobody_recognisable, media.alternative_text = True, "Made up."
        media.image.name = random_name(media, "made-up.webp")
        for name, data in zip(names_of(media), files, strict=True):
            own = data + f"{number:08}".encode()  # behind its end: whoever shows it does not look there
            default_storage.save(name, ContentFile(own))
            written += len(own)
        rows.append(media)
    Media.objects.bulk_create(rows, batch_size=500)
    return written


def kept_upload(number: int) -> list[bytes]:
    """The files of one that went the way of an upload, which are then taken away."""
    upload = BytesIO()
    picture(number).save(upload, "JPEG", quality=85)
    media = Media(kind=MediaKind.IMAGE)
    media.image.save("upload.jpg", clean_picture(SimpleUploadedFile("upload.jpg", upload.getvalue())), save=False)
    files = []
    for name in names_of(media):
        with default_storage.open(name) as kept:
            files.append(kept.read())
        default_storage.delete(name)
    return files


def picture(number: int) -> Image.Image:
    drawn = Image.new("RGB", SIZE)
    for across, share in GRAINS:
        patches = (across, across * 3 // 4)
        noise = random.Random(f"{number} {across}").randbytes(3 * patches[0] * patches[1])  # noqa: S311  # no secret
        grain = Image.frombytes("RGB", patches, noise).resize(SIZE, Image.Resampling.BICUBIC)
        drawn = Image.blend(drawn, grain, share)
    return drawn


def names_of(media: Media) -> list[str]:
    return list(Media._meta.get_field("image").files(str(media.image.name)))


def sums(folder: Path) -> dict[str, str]:
    """Name → SHA-256 of every file below."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
