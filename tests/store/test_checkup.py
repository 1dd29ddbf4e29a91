"""The doctor says what is wrong with a bucket: who reads it, what it keeps, and whether it answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kpknow.upkeep.bucket_checkup import bucket_is_private_and_forgets, no_files_are_left_behind
from tests.store.server import KEYS, Store, keep_files

OPEN = "Strangers can read uploaded files in the bucket, withdrawn ones too."
VERSIONS = "The bucket keeps earlier versions: withdrawn pictures are not deleted."


def words() -> list[str]:
    return [trouble.words for trouble in bucket_is_private_and_forgets()]


def policy(principal: Any, action: str = "s3:GetObject") -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "arn:aws:s3:::*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_private_bucket_without_versions_is_in_order_and_left_as_it_was(bucket: str, store: Store) -> None:
    default_storage.save("pictures/one.webp", ContentFile(b"x"))

    assert words() == []
    assert store.names(bucket) == ["pictures/one.webp"]


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::1:root", "*"]}])
def test_a_policy_for_everybody_is_told(bucket: str, store: Store, principal: Any) -> None:
    store.client().put_bucket_policy(Bucket=bucket, Policy=policy(principal))

    assert words() == [OPEN]


def test_a_policy_for_the_site_is_no_trouble(bucket: str, store: Store) -> None:
    site = {"AWS": "arn:aws:iam::123456789012:user/site"}
    store.client().put_bucket_policy(Bucket=bucket, Policy=policy(site, "s3:ListBucket"))

    assert words() == []


@pytest.mark.parametrize("acl", ["public-read", "authenticated-read"])
def test_rights_of_everybody_are_told(bucket: str, store: Store, acl: str) -> None:
    store.client().put_bucket_acl(Bucket=bucket, ACL=acl)

    assert words() == [OPEN]


def test_versions_are_told_while_they_are_kept_and_while_some_are_left(bucket: str, store: Store) -> None:
    client = store.client()
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    kept = default_storage.save("pictures/one.webp", ContentFile(b"x"))
    assert words() == [VERSIONS]
    default_storage.delete(kept)

    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert words() == ["Earlier versions of files are left in the bucket, withdrawn pictures among them."]


def test_versions_that_were_never_kept_are_no_trouble(bucket: str, store: Store) -> None:
    store.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    default_storage.delete(default_storage.save("pictures/one.webp", ContentFile(b"x")))

    assert words() == []


def test_a_store_that_is_away_and_a_bucket_that_is_not_there_are_told(bucket: str, store: Store, settings: Any) -> None:
    store.client().delete_bucket(Bucket=bucket)
    assert words() == ["The store of uploaded files refuses: NoSuchBucket."]

    keep_files(settings, {"MEDIA_BUCKET": "site", "MEDIA_ENDPOINT": "http://127.0.0.1:9", **KEYS})
    assert words() == ["The store of uploaded files does not answer (EndpointConnectionError)."]


def test_files_left_in_the_folder_are_told(bucket: str, settings: Any) -> None:
    assert list(no_files_are_left_behind()) == []
    left = Path(settings.MEDIA_ROOT) / "pictures" / "one.webp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")

    found = [trouble.words for trouble in no_files_are_left_behind()]

    assert found == [f"1 uploaded files lie in {settings.MEDIA_ROOT}, where no withdrawal reaches them any more."]


def test_a_folder_asks_no_store(settings: Any) -> None:
    assert words() == []
    assert list(no_files_are_left_behind()) == []


def test_a_line_that_others_may_listen_to_is_told(bucket: str, settings: Any) -> None:
    settings.THIS_MACHINE = ()

    found = list(bucket_is_private_and_forgets())

    assert [(one.words, one.is_grave) for one in found] == [
        ("Uploaded files travel between this machine and their store unencrypted.", False)
    ]
