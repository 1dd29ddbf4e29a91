"""Wrong values of the settings for several nodes stop the start, in words."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from kpknow.many_nodes import POSTGRESQL, replica_of, shared_cache, uploads

PRIMARY: dict[str, Any] = {
    "ENGINE": POSTGRESQL,
    "CONN_MAX_AGE": 600,
    "OPTIONS": {"options": "-c statement_timeout=20000"},
}


def test_a_replica_is_only_ever_read_and_soon_given_up() -> None:
    replica = replica_of(PRIMARY, "postgres://kpknow@10.0.0.3:5433/site")

    assert (replica["HOST"], replica["PORT"], replica["NAME"]) == ("10.0.0.3", 5433, "site")
    assert replica["OPTIONS"]["options"] == "-c statement_timeout=20000 -c default_transaction_read_only=on"
    assert replica["OPTIONS"]["connect_timeout"] == 2


def test_a_replica_keeps_what_its_address_names_and_is_only_ever_read() -> None:
    replica = replica_of(PRIMARY, "postgres://kpknow@10.0.0.3/site?sslmode=verify-full&options=-c%20work_mem=8MB")

    assert replica["OPTIONS"]["sslmode"] == "verify-full"
    assert replica["OPTIONS"]["options"].startswith("-c work_mem=8MB ")
    assert replica["OPTIONS"]["options"].endswith(" -c default_transaction_read_only=on")


@pytest.mark.parametrize("url", ["sqlite:////var/copy.sqlite3", "mysql://kpknow@10.0.0.3/site"])
def test_a_replica_that_cannot_follow_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL and DATABASE_URL are both postgres://"):
        replica_of(PRIMARY, url)


@pytest.mark.parametrize("url", ["memcached://10.0.0.4", "10.0.0.4:6379", "https://cache.example"])
def test_a_cache_that_is_no_redis_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is redis://"):
        shared_cache(url)


def test_a_redis_is_given_nothing_to_unpickle() -> None:
    options: Any = shared_cache("redis://:word@10.0.0.4:6379/0")["OPTIONS"]

    assert options["serializer"] == "kpknow.content.shared_pages.BytesOnly"


BUCKET = {
    "MEDIA_BUCKET": "site",
    "MEDIA_ENDPOINT": "https://s3.example",
    "MEDIA_ACCESS_KEY": "key",
    "MEDIA_SECRET_KEY": "secret",
}


def test_files_are_kept_in_a_folder_until_a_bucket_is_named() -> None:
    options: Any = uploads(BUCKET, attempts=2)["OPTIONS"]

    assert uploads({}, attempts=2) == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert (options["bucket_name"], options["region_name"]) == ("site", "us-east-1")


@pytest.mark.parametrize("name", BUCKET)
def test_half_of_a_bucket_stops_the_start(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"belong together, and {name} is not set"):
        uploads(BUCKET | {name: ""}, attempts=2)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(("MEDIA_BUCKET", value, "MEDIA_BUCKET is a name") for value in ("Site", "a", "s3://site", "a/b", "x" * 64)),
        *(
            ("MEDIA_ENDPOINT", f"{value}", "MEDIA_ENDPOINT must look like")
            for value in (
                *(
                    "s3.example",
                    "ftp://s3.example",
                    "https://",
                    "https://key:secret@s3.example",
                    "https://s3.example/site",
                ),
                *("https://s3.example:x", "https://s3.example:99999", "https://[s3", "https://s3.example?site"),
            )
        ),
        ("MEDIA_REGION", "eu central", "MEDIA_REGION is a word"),
    ],
)
def test_a_bucket_that_cannot_be_is_refused(name: str, value: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        uploads(BUCKET | {name: value}, attempts=2)


def test_a_request_is_sent_once_at_least() -> None:
    with pytest.raises(ImproperlyConfigured, match="MEDIA_ATTEMPTS is a number from 1 to 10"):
        uploads(BUCKET, attempts=0)
