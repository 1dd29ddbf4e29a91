"""A record's check constraints without the database, so that ten thousand rows are checked in no query.

What the database would answer is worked out here with the same three values (true, false, unknown); a condition of a
kind not known here counts as unknown, which a constraint lets pass, and the database has the last word when saving.
"""

import operator
from collections.abc import Iterator
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q

COMPARED = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def violated(record: Model) -> Iterator[CheckConstraint]:
    """Constraints this record breaks as it stands."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, CheckConstraint) and holds(constraint.condition, record) is False:
            yield constraint


def holds(condition: Any, record: Model) -> bool | None:
    """None: unknown, as SQL has it."""
    if isinstance(condition, tuple):
        lookup, wanted = condition
        return compared(lookup, wanted, record)
    if not isinstance(condition, Q):
        return None
    found = [holds(child, record) for child in condition.children]
    if condition.connector == Q.AND:
        answer = False if False in found else None if None in found else True
    elif condition.connector == Q.OR:
        answer = True if True in found else None if None in found else False
    else:
        return None
    return answer if not condition.negated or answer is None else not answer


def compared(lookup: str, wanted: Any, record: Model) -> bool | None:
    name, _sign, kind = lookup.partition("__")
    if not (has_column := name == "pk" or any(field.name == name for field in record._meta.concrete_fields)):
        return None
    value = column_value(name, record) if has_column else None
    if kind == "isnull":
        return (value is None) is wanted
    if kind == "in":
        return None if value is None else value in wanted
    if isinstance(wanted, F):
        wanted = column_value(str(wanted.name), record)  # type: ignore[attr-defined] # the stubs know no name
    if value is None or wanted is None or (kind or "exact") not in COMPARED:
        return None
    try:
        return bool(COMPARED[kind or "exact"](value, wanted))
    except TypeError:
        return None


def column_value(name: str, record: Model) -> Any:
    """What the column would hold."""
    if name == "pk":
        return record.pk
    field = record._meta.get_field(name)
    return getattr(record, field.attname)  # type: ignore[union-attr] # a concrete field
