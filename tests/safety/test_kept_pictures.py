"""A picture's files: small sizes, and gone when they should be."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from kpknow.safety.kept_pictures import MIDDLE, MOST_BYTES, SIZES, SMALL, smaller
from stories.models import Media, MediaKind, Story
from tests import builders as make

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]


def a_photo(size: tuple[int, int] = (1600, 1200)) -> bytes:
    written = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, "WEBP")
    return written.getvalue()


def keep(story: Story, data: bytes) -> Media:
    media = Media(story=story, kind=MediaKind.IMAGE, title="A yard", alternative_text="A yard")
    media.nobody_recognisable = True
    media.image.save("a.webp", ContentFile(data), save=True)
    return media


def on_disk(settings: Any) -> list[str]:
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


@pytest.mark.parametrize(("width", "kind"), SIZES)
def test_every_size_is_light_even_of_a_picture_that_is_all_noise(width: int, kind: str) -> None:
    with Image.open(BytesIO(a_photo())) as picture:
        made = smaller(picture.convert("RGB"), width, kind)

    with Image.open(BytesIO(made)) as opened:
        assert opened.format == {"jpg": "JPEG"}.get(kind, kind.upper())
        assert width // 2 <= opened.width <= width
    assert len(made) <= MOST_BYTES[width]


def test_a_picture_is_kept_with_its_sizes_under_one_name(settings: Any) -> None:
    media = keep(make.make_story(), a_photo((600, 400)))
    media.refresh_from_db()
    stem = str(media.image.name).removeprefix("pictures/").removesuffix(".webp")

    assert on_disk(settings) == sorted(
        [f"{stem}.webp", *(f"{stem}-{width}.{kind}" for width, kind in SIZES)],
    )
    assert media.sources[0] == (
        "image/avif",
        f"/pictures/{stem}-{SMALL}.avif 480w, /pictures/{stem}-{MIDDLE}.avif 600w",
    )


def test_a_row_tells_how_large_its_picture_is_and_opens_without_it(settings: Any) -> None:
    media = keep(make.make_story(), a_photo((60, 40)))
    rows = Media.objects.filter(pk=media.pk)

    assert rows.values_list("width", "height").get() == (60, 40)
    shutil.rmtree(settings.MEDIA_ROOT)
    assert rows.get().width == 60
    rows.update(width=None)  # as none has been saved for long
    assert rows.get().width is None


def test_a_replaced_picture_leaves_the_disk_and_only_when_the_new_one_is_saved(
    settings: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    media = keep(make.make_story(), a_photo((60, 40)))
    first = on_disk(settings)
    media.image.save("b.webp", ContentFile(a_photo((60, 40))), save=False)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        media.save()
        transaction.set_rollback(True)
    assert set(first) <= set(on_disk(settings))
    with django_capture_on_commit_callbacks(execute=True):
        media.save()

    assert len(on_disk(settings)) == 6
    assert not set(first) & set(on_disk(settings))


@pytest.mark.parametrize("how", ["row", "rows", "story"])
def test_the_files_of_a_deleted_picture_leave_the_disk(
    how: str, settings: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    story = make.make_story()
    media = keep(story, a_photo((60, 40)))

    with django_capture_on_commit_callbacks(execute=True):
        if how == "row":
            media.delete()
        elif how == "rows":
            Media.objects.all().delete()
        else:
            story.blocks.all().delete()
            story.delete()

    assert on_disk(settings) == []


def test_saving_other_words_keeps_the_files(settings: Any) -> None:
    media = keep(make.make_story(), a_photo((60, 40)))
    before = on_disk(settings)

    media.caption = "Morning"
    media.save()

    assert on_disk(settings) == before
