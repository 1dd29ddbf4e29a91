"""System checks that refuse a dangerous deployment (run by ``manage.py check --deploy``)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection


@register(Tags.security, deploy=True)
def site_is_reached_safely(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Readers must reach the site by TLS or as an onion service."""
    if settings.SITE_ADDRESS.startswith("https://") or ".onion" in settings.SITE_ADDRESS:
        return []
    return [Error("SITE_ADDRESS is neither https:// nor an onion service.", id="kpknow.E001")]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS accepts any host; name yours.", id="kpknow.E002")]


@register(Tags.security, deploy=True)
def somebody_can_be_asked(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A person in a story must be able to reach somebody who can take it down."""
    if settings.CONTACT_ADDRESS:
        return []
    return [Warning("CONTACT_ADDRESS is empty: nobody can be asked to take a story down.", id="kpknow.W001")]


@register(Tags.database)
def database_forgets_and_keeps(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """SQLite must overwrite what is deleted, survive a power cut and hold to its foreign keys."""
    if connection.vendor != "sqlite" or not databases:
        return []
    expected = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    problems: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for pragma, value in expected.items():
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != value:
                problems.append(Error(f"SQLite's PRAGMA {pragma} is not {value}.", id="kpknow.E003"))
    return problems
