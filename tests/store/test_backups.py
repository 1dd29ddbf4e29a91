"""A backup reads files out of a bucket, and a restore brings them back into one, or into a folder."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from events.actions.consents import withdraw_consent
from kpknow.content.models import Source
from kpknow.upkeep.backups import restoring, uploads
from kpknow.upkeep.backups.archive import read_archive
from kpknow.upkeep.backups.keys import identities
from kpknow.upkeep.backups.uploads import are_in_bucket
from stories.models import Media
from tests import builders as make
from tests.store.server import KEYS, Store, keep_files
from tests.upkeep.backups.keeping import bring_back, keep

FILES = {"files/plan.pdf": b"%PDF" * 1000, "pictures/one.webp": b"one" * 70_000, "pictures/two.webp": b""}
FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


pytestmark = pytest.mark.usefixtures("kept_apart")


def save_files() -> None:
    for name, words in FILES.items():
        default_storage.save(name, ContentFile(words))


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def held() -> dict[str, bytes]:
    """Of a bucket."""
    return {one.name: read(one.name) for one in default_storage.stored()}


def members(file: Path) -> dict[str, bytes]:
    """Of an archive, as it is laid out and checked."""
    folder = file.with_suffix(".opened")
    folder.mkdir()
    read_archive(file, folder, identities(file.parent / "key"), lambda _size: None)
    media = folder / "media"
    return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def test_every_file_of_the_bucket_is_in_the_backup_and_what_is_no_file_is_not(
    kept_apart: Path, bucket: str, store: Store
) -> None:
    save_files()
    for odd in ("folder/", "a//b", "../out", "/rooted"):
        store.client().put_object(Bucket=bucket, Key=odd, Body=b"odd")

    assert members(keep(kept_apart)) == FILES


def test_a_file_that_is_purged_while_the_backup_runs_is_left_out(
    kept_apart: Path, bucket: str, monkeypatch: Any
) -> None:
    save_files()
    listed = uploads.Bucket.stored
    gone = {"files/gone.pdf": None}
    monkeypatch.setattr(uploads.Bucket, "stored", lambda self: gone | listed(self))
    monkeypatch.setattr(uploads.Bucket, "size", lambda self: 1)

    assert members(keep(kept_apart)) == FILES


@pytest.mark.parametrize(("kept_in", "brought_to"), [("bucket", "bucket"), ("folder", "bucket"), ("bucket", "folder")])
def test_files_go_from_either_to_either(
    kept_apart: Path, bucket: str, settings: Any, kept_in: str, brought_to: str
) -> None:
    both = {"bucket": settings.STORAGES["default"], "folder": FOLDER}
    settings.STORAGES = settings.STORAGES | {"default": both[kept_in]}
    assert are_in_bucket() == (kept_in == "bucket")
    make.make_source(title="Kept")
    save_files()
    file = keep(kept_apart)
    settings.STORAGES = settings.STORAGES | {"default": both[brought_to]}
    Source.objects.update(title="Changed by mistake")
    default_storage.delete("pictures/one.webp")
    default_storage.save("pictures/later.webp", ContentFile(b"later"))

    bring_back(file)

    assert Source.objects.get().title == "Kept"
    if brought_to == "bucket":
        assert held() == FILES
    assert {name: read(name) for name in FILES} == FILES
    assert not default_storage.exists("pictures/later.webp")


def test_a_file_that_is_other_is_mended_and_the_same_are_left_alone(
    kept_apart: Path, bucket: str, store: Store
) -> None:
    save_files()
    file, client = keep(kept_apart), store.client()
    client.put_object(Bucket=bucket, Key="pictures/one.webp", Body=b"damaged")
    client.put_object(Bucket=bucket, Key="files/plan.pdf", Body=FILES["files/plan.pdf"], Metadata={"mark": "the same"})

    bring_back(file)

    assert held() == FILES
    assert client.head_object(Bucket=bucket, Key="files/plan.pdf")["Metadata"] == {"mark": "the same"}


def test_what_was_there_comes_back_where_the_database_does_not_take_it(
    kept_apart: Path, bucket: str, monkeypatch: Any
) -> None:
    save_files()
    file = keep(kept_apart)
    default_storage.delete("files/plan.pdf")
    default_storage.replace("pictures/one.webp", ContentFile(b"other"))
    default_storage.save("pictures/later.webp", ContentFile(b"later"))
    make.make_source(title="Written since")
    before = held()

    def breaks(*_told: Any) -> None:
        assert held() == FILES | {"pictures/later.webp": b"later"}
        raise OSError("no room")

    monkeypatch.setattr(restoring, "made_current", breaks)
    with pytest.raises(CommandError, match="no room"):
        bring_back(file)

    assert held() == before


def test_a_site_that_has_but_files_is_not_replaced_unasked(kept_apart: Path, bucket: str) -> None:
    file = keep(kept_apart)
    save_files()

    with pytest.raises(CommandError, match="There is a site already"):
        bring_back(file, replace=False)

    assert held() == FILES
    bring_back(file)
    assert held() == {}


def test_nothing_is_kept_or_brought_back_while_the_store_is_away(kept_apart: Path, bucket: str, settings: Any) -> None:
    make.make_source(title="Kept")
    file = keep(kept_apart)
    Source.objects.update(title="Written since")
    keep_files(settings, {"MEDIA_BUCKET": "site", "MEDIA_ENDPOINT": "http://127.0.0.1:9", **KEYS})

    with pytest.raises(CommandError, match="does not answer"):
        call_command("backup", kept_apart / "second.age")
    with pytest.raises(CommandError, match="a moment ago"):
        bring_back(file)

    assert Source.objects.get().title == "Written since"
    assert sorted(path.name for path in kept_apart.glob("*.age*")) == ["site.age"]


def test_a_picture_taken_back_since_does_not_come_back(kept_apart: Path, bucket: str, curator: Any) -> None:
    story, consent = make.make_story(codes=()), make.make_consent()
    picture = make.make_picture(story, make.make_contribution(story, consent))
    other = make.make_picture(story)
    file = keep(kept_apart)
    withdraw_consent(consent, by=curator)

    bring_back(file)

    assert [Client().get(one.get_absolute_url()).status_code for one in (picture, other)] == [404, 200]
    call_command("purge", at_once=True)
    assert list(Media.objects.all()) == [other]
    assert [name for name in held() if str(picture.image.name).removesuffix(".webp") in name] == []
