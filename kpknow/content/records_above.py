"""Which records rows are part of: what their readers see when they see the rows."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from kpknow.content.models import Record


def records_above(rows: Sequence[Any]) -> list[Record]:
    """The records themselves, or those that rows of one model are part of: they go when these go.

    One query for each step up, whatever the number of rows.
    """
    if not rows or isinstance(rows[0], Record):
        return list(rows)
    found: list[Record] = []
    for field in rows[0]._meta.concrete_fields:
        if field.is_relation and field.remote_field.on_delete is models.CASCADE:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            found += records_above(list(field.related_model._base_manager.filter(pk__in=keys)) if keys else [])
    return found
