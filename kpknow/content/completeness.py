"""What a record should hold beyond what it needs to be published, and how much of it is there.

Each kind of record says it once (``Record.wanted``); the form names what lacks and why it matters, lists count it.
Asked of the database, so that a list costs one subquery a relation for the rows it shows and no query more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from kpknow.content.partial_dates import PartialDateField

RECORDED = "recorded_facts"
"""Name of the annotation: how many of the kind's wanted facts are there."""


@dataclass(frozen=True)
class Wanted:
    """``field``: a column or a relation of the model. ``unless``: where its being empty says something."""

    field: str
    words: Any
    why: Any
    unless: models.Q | None = None

    def is_there(self, model: type[models.Model]) -> Any:
        """As a condition of a query."""
        field: Any = model._meta.get_field(self.field)
        there: Any = models.Q(**{f"{self.field}__isnull": False})
        if field.many_to_many:
            ties = getattr(model, self.field).through._default_manager
            there = models.Exists(ties.filter(**{field.m2m_field_name(): models.OuterRef("pk")}))
        elif field.one_to_many:
            rows = field.related_model._default_manager.order_by()
            there = models.Exists(rows.filter(**{field.field.name: models.OuterRef("pk")}))
        elif isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField):
            there = ~models.Q(**{self.field: ""})
        return there | self.unless if self.unless else there


def with_completeness(records: Any) -> Any:
    """Rows with ``recorded_facts``, for lists."""
    model = records.model
    if not model.wanted:
        return records
    counted = [models.Case(models.When(one.is_there(model), then=1), default=0) for one in model.wanted]
    total: Any = counted[0]
    for one in counted[1:]:
        total = total + one
    return records.annotate(**{RECORDED: total})


def lacking(record: models.Model) -> Sequence[Wanted]:
    """What is not recorded, in the order the kind names it: one query."""
    model: Any = type(record)
    if not model.wanted:
        return ()
    conditions = [models.Case(models.When(one.is_there(model), then=1), default=0) for one in model.wanted]
    asked = {f"fact_{number}": condition for number, condition in enumerate(conditions)}
    row = model._base_manager.filter(pk=record.pk).annotate(**asked).values_list(*asked).first() or ()
    return [one for one, there in zip(model.wanted, row, strict=False) if not there]
