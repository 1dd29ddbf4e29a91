"""A picture whose consent was withdrawn leaves the disk a day later, and no upload leaves a file behind."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from events.actions.consents import withdraw_consent
from kpknow.curation.actions.purging import purge_all, purge_files
from kpknow.safety.kept_pictures import SIZES
from stories.models import Media, MediaKind
from tests import builders as make

pytestmark = pytest.mark.django_db


def picture_of(consent: Any) -> Media:
    story = make.make_story(speakers={"Zeb": consent}, body="[Zeb] It began.")
    written = BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, "WEBP")
    picture = Media(story=story, kind=MediaKind.IMAGE, title="A face", alternative_text="A face")
    picture.image.save("face.webp", ContentFile(written.getvalue(), name="face.webp"), save=False)
    picture.save()
    picture.appearing.set(story.contributions.filter(label="Zeb"))
    return picture


def status(address: str) -> int:
    response = Client().get(address)
    b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code


def on_disk(settings: Any) -> list[str]:
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_it_is_gone_from_sight_at_once_and_from_the_disk_a_day_later(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel("2026-01-01 12:00+00:00", tick=False) as clock:
        consent = make.make_consent()
        picture, other = picture_of(consent), picture_of(make.make_consent())
        addresses = [picture.get_absolute_url(), picture.size_address()]
        assert [status(address) for address in addresses] == [200, 200]

        withdraw_consent(consent, by=AnonymousUser())
        assert [status(address) for address in addresses] == [404, 404]
        assert purge_all().pictures == 0

        clock.shift(24 * 60 * 60)
        with django_capture_on_commit_callbacks(execute=True):
            assert purge_all().pictures == 1

    assert list(Media.objects.all()) == [other]
    assert len(on_disk(settings)) == 1 + len(SIZES)


def test_files_of_nothing_go_after_a_day_and_those_of_a_row_stay(settings: Any) -> None:
    picture_of(make.make_consent())
    kept, folder = on_disk(settings), Path(settings.MEDIA_ROOT) / "pictures"
    old, fresh = folder / "abandoned.webp", folder / "begun.webp"
    for path in (old, fresh, *folder.iterdir()):
        path.write_bytes(path.read_bytes() if path.exists() else b"x")
        if path != fresh:
            os.utime(path, (10**9, 10**9))

    assert purge_files() == 1

    assert on_disk(settings) == sorted([*kept, "begun.webp"])


def test_the_command_says_what_it_did(capsys: Any) -> None:
    call_command("purge")

    said = "Purged 0 withdrawn records, 0 places where people without consent stood, 0 pictures and recordings of them,"
    assert capsys.readouterr().out == f"{said} 0 files that belonged to nothing.\n"
