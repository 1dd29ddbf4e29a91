"""Settings of a site that runs on several nodes: a second database for reading, and what the nodes share."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = "django.db.backends.postgresql"
BUCKET = ("MEDIA_BUCKET", "MEDIA_ENDPOINT", "MEDIA_ACCESS_KEY", "MEDIA_SECRET_KEY")
"""Variables that belong together."""
IN_A_FOLDER: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def replica_of(primary: dict[str, Any], url: str) -> dict[str, Any]:
    """A PostgreSQL that follows the first and is only ever read. Raises ImproperlyConfigured."""
    replica: dict[str, Any] = environ.Env.db_url_config(url)
    if {primary["ENGINE"], replica.get("ENGINE")} != {POSTGRESQL}:
        raise ImproperlyConfigured("REPLICA_URL and DATABASE_URL are both postgres://, or REPLICA_URL is empty.")
    return replica | {
        "CONN_MAX_AGE": primary["CONN_MAX_AGE"],
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"{primary['OPTIONS']['options']} -c default_transaction_read_only=on",
            "connect_timeout": 2,  # seconds; what the replica does not answer, the primary does
            "tcp_user_timeout": 3000,  # milliseconds
        },
    }


def shared_cache(url: str) -> dict[str, object]:
    """A Redis for pages that are the same for everybody. Raises ImproperlyConfigured."""
    if urlsplit(url).scheme not in ("redis", "rediss", "unix") or not find_spec("redis"):
        raise ImproperlyConfigured("CACHE_URL is redis://…, and needs docs/deploy/requirements-scale.txt installed.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "OPTIONS": {
            "serializer": "kpknow.content.shared_pages.BytesOnly",
            "socket_timeout": 0.25,  # seconds; a page is made sooner than waited for
            "socket_connect_timeout": 0.25,
        },
    }


def uploads(environment: Mapping[str, str], *, attempts: int) -> dict[str, object]:
    """Where uploaded files are kept: a folder, or a private bucket where one is named. Raises ImproperlyConfigured.

    ``attempts``: how often a request to the bucket is sent before it counts as away.
    """
    given = {name: environment.get(name, "") for name in BUCKET}
    if not any(given.values()):
        return IN_A_FOLDER
    if missing := [name for name, value in given.items() if not value]:
        raise ImproperlyConfigured(f"{', '.join(BUCKET)} belong together, and {', '.join(missing)} is not set.")
    bucket, endpoint, access_key, secret_key = given.values()
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
        raise ImproperlyConfigured("MEDIA_BUCKET is a name: 3 to 63 small letters, digits, dots and hyphens.")
    try:
        at = urlsplit(endpoint)
        is_right = at.scheme in ("http", "https") and at.hostname and (at.port or True)
    except ValueError:
        is_right = False
    if not is_right or at.username or at.path.strip("/") or at.query or at.fragment:
        raise ImproperlyConfigured("MEDIA_ENDPOINT must look like https://s3.example, without path, bucket or keys.")
    region = environment.get("MEDIA_REGION") or "us-east-1"
    if not re.fullmatch(r"[A-Za-z0-9-]{1,40}", region):
        raise ImproperlyConfigured("MEDIA_REGION is a word such as us-east-1 or garage.")
    if not 1 <= attempts <= 10:
        raise ImproperlyConfigured("MEDIA_ATTEMPTS is a number from 1 to 10.")
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured("MEDIA_BUCKET needs docs/deploy/requirements-scale.txt installed.")
    return {
        "BACKEND": "kpknow.safety.private_bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint.rstrip("/"),
            "region_name": region,
            "access_key": access_key,
            "secret_key": secret_key,
            "attempts": attempts,
        },
    }
