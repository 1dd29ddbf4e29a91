"""Settings of a site that runs on several nodes: a second database for reading, and what the nodes share."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = "django.db.backends.postgresql"


def replica_of(primary: dict[str, Any], url: str) -> dict[str, Any]:
    """A PostgreSQL that follows the first and is only ever read. Raises ImproperlyConfigured."""
    replica: dict[str, Any] = environ.Env.db_url_config(url)
    if {primary["ENGINE"], replica["ENGINE"]} != {POSTGRESQL}:
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
