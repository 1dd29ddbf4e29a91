"""The one place that listens to saves: what changed is indexed as soon as its transaction is through."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from kpknow.content.tracking import tracked
from kpknow.search.indexing import catch_up_quietly


@cache
def listened_to() -> frozenset[type[Model]]:
    """Models of everything readers see, as the code has them now: those of migrations are others."""
    tables = {one.table for one in tracked}
    return frozenset(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables)


def note_change(sender: type[Model], using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Have the index catch up after the commit, once however much is saved in the transaction.

    Saves that send no signal, in bulk or in raw SQL, are found with the next one that does: the database noted them.
    """
    if using != DEFAULT_DB_ALIAS or sender not in listened_to():
        return
    if all(catch_up_quietly not in planned for planned in connection.run_on_commit):
        transaction.on_commit(catch_up_quietly)


def listen() -> None:
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(note_change, dispatch_uid="search")
