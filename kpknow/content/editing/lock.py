"""Holding what is stored still while a form is compared with it and saved."""

from typing import Any

from django.db import models

from kpknow.content.models import ContentVersion


def hold_writers() -> None:
    """Until this transaction ends nobody else writes to any table readers see.

    PostgreSQL: the row every tracked writer counts in first (tracking.py) is taken before any other, so that two
    writers wait for one another and never in a ring. SQLite: its transactions are begun IMMEDIATE and hold the whole
    file already. Readers never wait.
    """
    ContentVersion.objects.select_for_update().filter(pk=1).first()


def hold(model: type[models.Model], key: Any) -> None:
    """The record's own row as well, for tables that are not tracked."""
    model._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=key).order_by().first()
