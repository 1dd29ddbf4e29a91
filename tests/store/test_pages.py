"""What readers and curators see of files in a bucket: the same as of files in a folder, and no word of the bucket."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.actions.consents import withdraw_consent
from events.models import Resource
from kpknow.curation.actions.purging import purge_all, purge_files
from kpknow.safety.kept_files import FilesAway
from kpknow.safety.kept_pictures import SIZES
from kpknow.upkeep.copies.writing import export_site
from kpknow.upkeep.models import JobRun
from stories.models import Media
from tests import builders as make
from tests.content.admin.forms import errors, filled_form
from tests.safety import documents as files
from tests.store.server import KEYS, Store, keep_files
from tests.stories.admin.test_stories import change, media_row, picture
from tests.walk import walk, where

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]


def goes_away(settings: Any) -> None:
    """Nobody listens there."""
    keep_files(settings, {"MEDIA_BUCKET": "site", "MEDIA_ENDPOINT": "http://127.0.0.1:9", **KEYS})


def read(address: str) -> tuple[int, str, bytes]:
    response = Client().get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response["Content-Type"], body


def kept_resource(data: bytes = b"%PDF-1.4 of a bucket") -> Resource:
    resource = make.make_resource()
    resource.file.save("file.pdf", ContentFile(data), save=False)
    resource.file_kind, resource.file_bytes, resource.file_checked = "pdf", len(data), True
    resource.save()
    return resource


def test_pictures_their_sizes_and_files_are_served_by_our_views(bucket: str, store: Store) -> None:
    shown, resource = make.make_picture(make.make_story()), kept_resource()
    whole = shown.get_absolute_url()
    small = shown.size_address()

    assert read(whole)[:2] == (200, "image/webp")
    assert read(small)[:2] == (200, "image/jpeg")
    assert read(resource.file_address) == (200, "application/pdf", b"%PDF-1.4 of a bucket")
    assert len(store.names(bucket)) == 1 + len(SIZES) + 1
    default_storage.delete(str(shown.image.name).replace(".webp", "-480.jpg"))
    assert read(small) == read(whole)
    default_storage.delete(str(shown.image.name))
    assert (read(small)[0], read(whole)[0]) == (404, 404)


def test_the_database_is_asked_as_often_as_for_a_folder(bucket: str, settings: Any) -> None:
    in_bucket = make.make_picture(make.make_story())
    with CaptureQueriesContext(connection) as asked:
        assert read(in_bucket.size_address())[0] == 200
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    in_folder = make.make_picture(make.make_story())
    with CaptureQueriesContext(connection) as asked_then:
        assert read(in_folder.size_address())[0] == 200

    assert len(asked) == len(asked_then) == 1


def test_no_page_tells_where_the_bucket_is(bucket: str, store: Store, staff: Client) -> None:
    story = make.make_story()
    shown, resource = make.make_picture(story), kept_resource()
    curators = [
        reverse("admin:stories_story_change", args=(story.pk,)),
        reverse("admin:stories_media_change", args=(shown.pk,)),
        reverse("admin:events_resource_change", args=(resource.pk,)),
    ]

    answers = walk() | {address: staff.get(address).content.decode() for address in curators}

    assert shown.size_address() in answers
    assert f'href="{shown.get_absolute_url()}"' in answers[curators[1]]
    for word in (bucket, str(store.port), "X-Amz", "Signature", *KEYS.values()):
        assert where(word, answers) == []


def test_a_withdrawn_picture_is_out_of_sight_at_once_and_out_of_the_bucket_a_day_later(
    bucket: str, store: Store, curator: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    story, consent = make.make_story(), make.make_consent()
    shown = make.make_picture(story, make.make_contribution(story, consent))
    other = make.make_picture(make.make_story())
    addresses = [shown.get_absolute_url(), shown.size_address()]
    assert [read(address)[0] for address in addresses] == [200, 200]

    withdraw_consent(consent, by=curator)

    assert [read(address)[0] for address in addresses] == [404, 404]
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_all(at_once=True).pictures == 1
    assert [name for name in store.names(bucket) if str(shown.image.name).removesuffix(".webp") in name] == []
    assert len(store.names(bucket)) == 1 + len(SIZES)
    assert read(other.get_absolute_url())[0] == 200


def test_files_of_nothing_leave_the_bucket_after_a_day(bucket: str, store: Store) -> None:
    make.make_picture(make.make_story())
    kept = store.names(bucket)
    default_storage.save("pictures/abandoned.webp", ContentFile(b"x"))

    assert purge_files() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1)):
        assert purge_files() == 1

    assert store.names(bucket) == kept


# The store is away


def test_pages_stand_and_files_answer_back_in_a_moment(bucket: str, settings: Any) -> None:
    story = make.make_story()
    shown, resource = make.make_picture(story), kept_resource()
    goes_away(settings)

    page = read(story.get_absolute_url())
    answers = [read(address) for address in (shown.get_absolute_url(), shown.size_address(), resource.file_address)]

    assert page[0] == 200
    assert f'src="{shown.size_address()}"'.encode() in page[2]
    for status, _kind, body in answers:
        assert status == 503
        assert b'class="exit"' in body
        assert b"127.0.0.1" not in body


def test_an_upload_is_refused_beside_its_field_and_the_words_stay(bucket: str, settings: Any, staff: Client) -> None:
    story, resource = make.make_story(), make.make_resource(status="draft")
    page = reverse("admin:events_resource_change", args=(resource.pk,))
    goes_away(settings)

    of_story = staff.post(change(story), filled_form(staff, change(story), **media_row(image=picture())))
    upload = SimpleUploadedFile("a.pdf", files.pdf(), "application/pdf")
    of_resource = staff.post(page, filled_form(staff, page, file=upload, summary="Typed meanwhile"))

    said = ["Files cannot be kept at this moment. Save without the file, or try again in a few minutes."]
    assert errors(of_story, "media-0-image") == said
    assert errors(of_resource, "file") == said
    assert "Typed meanwhile" in of_resource.content.decode()
    assert Media.objects.count() == 0


def test_what_is_deleted_meanwhile_leaves_the_bucket_the_night_after(
    bucket: str, store: Store, settings: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    shown = make.make_picture(make.make_story())
    goes_away(settings)

    with django_capture_on_commit_callbacks(execute=True):
        shown.delete()

    assert Media.objects.count() == 0
    assert len(store.names(bucket)) == 1 + len(SIZES)
    with pytest.raises(CommandError):
        call_command("tick", only=["purging"])
    assert JobRun.objects.get(name="purging").failure == "FilesAway"
    store.give(settings, bucket)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1)):
        assert purge_files() == 1 + len(SIZES)
    assert store.names(bucket) == []


# Copies


def test_a_copy_holds_the_pictures_of_the_bucket_and_is_not_made_without_them(
    bucket: str, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    shown = make.make_picture(make.make_story())
    export_site(tmp_path / "copy")

    copied = tmp_path / "copy" / shown.size_address().lstrip("/")
    assert copied.read_bytes() == read(shown.size_address())[2]
    goes_away(settings)
    with pytest.raises(FilesAway):
        export_site(tmp_path / "second")
    assert (tmp_path / "second" / "NOT-FINISHED.txt").exists()
