"""Secrets that stand in files instead of the environment, where other programs of the account could read them."""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRETS = (
    "DATABASE_URL",
    "REPLICA_URL",
    "CACHE_URL",
    "CODE_KEY",
    "CONTACT_KEYS",
    "MEDIA_ACCESS_KEY",
    "MEDIA_SECRET_KEY",
)
"""``SECRET_KEY`` has a file of its own, which is made on first use."""


def with_secret_files(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, with what the file ``NAME_FILE`` names holds as ``NAME``; the one given is not changed, so that
    no program started later inherits it. Raises ImproperlyConfigured for a file that cannot be read, and for both.
    """
    read = dict(environment)
    for name in SECRETS:
        if path := environment.get(f"{name}_FILE"):
            if environment.get(name):
                raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
            try:
                read[name] = Path(path).read_text().strip()
            except (OSError, UnicodeDecodeError) as unread:
                raise ImproperlyConfigured(f"{name}_FILE cannot be read: {type(unread).__name__}.") from unread
    return read
