"""Settings of a site that runs on several nodes: a second database for reading, and what the nodes share."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL, DJANGOS_OWN = "kpknow.postgresql", "django.db.backends.postgresql"
BUCKET = ("MEDIA_BUCKET", "MEDIA_ENDPOINT", "MEDIA_ACCESS_KEY", "MEDIA_SECRET_KEY")
"""Variables that belong together."""
IN_A_FOLDER: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def reached_by_network(statement_seconds: int, named: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of PostgreSQL: how a connection is made, and what is told to it.

    A machine that loses its power or its cable says nothing to the other. The client finds out within some fifteen
    seconds, so that readers get the page that says so; the server within a minute, and lets go of what writers hold.
    ``named``: options of whoever keeps the site.
    """
    told = {
        "statement_timeout": statement_seconds * 1000,
        "idle_in_transaction_session_timeout": 3 * statement_seconds * 1000,  # a node that stands still holds nobody up
        "tcp_keepalives_idle": 20,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
        # compiling a question of nested consents took PostgreSQL 15 one to three seconds, answering it milliseconds
        "jit": "off",
        # planning such a question takes it 13 ms each time, and answering it half of one
        "plan_cache_mode": "force_generic_plan",
    }
    options = {
        "options": " ".join(f"-c {name}={value}" for name, value in told.items()),
        "connect_timeout": 4,
        "keepalives_idle": 5,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,  # milliseconds, for what was sent and not acknowledged
    }
    return {"ENGINE": POSTGRESQL, "OPTIONS": with_named(options, named)}


def with_named(options: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """What the address of a server names comes first, but for what the server is told: there ours is the last word."""
    told = f"{named.get('options', '')} {options['options']}".strip()
    return {**options, **named, "options": told}


def replica_of(primary: dict[str, Any], url: str) -> dict[str, Any]:
    """A PostgreSQL that follows the first and is only ever read. Raises ImproperlyConfigured."""
    replica: dict[str, Any] = environ.Env.db_url_config(url)
    if (primary["ENGINE"], replica.get("ENGINE")) != (POSTGRESQL, DJANGOS_OWN):
        raise ImproperlyConfigured("REPLICA_URL and DATABASE_URL are both postgres://, or REPLICA_URL is empty.")
    return replica | {
        "ENGINE": POSTGRESQL,
        "CONN_MAX_AGE": primary["CONN_MAX_AGE"],
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": with_named(
            primary["OPTIONS"]
            | {
                "options": f"{primary['OPTIONS']['options']} -c default_transaction_read_only=on",
                "connect_timeout": 2,  # seconds; what the replica does not answer, the primary does
                "tcp_user_timeout": 3000,  # milliseconds
            },
            replica.get("OPTIONS", {}),
        ),
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
