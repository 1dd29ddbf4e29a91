"""Every table that names organisations, whichever app it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, UniqueConstraint

from events.models import Membership, Organisation

OWN = ("organisationmerge", "distinctorganisations")
"""What is about merging itself stays where it is."""


@dataclass(frozen=True)
class Belonging:
    """A column that holds an organisation. ``label``: “events.participation.organisation”."""

    model: Any
    field: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def words(self) -> str:
        """What the rows are, in the plural: “participations”, “stories”."""
        if self.model._meta.auto_created:
            return str(self.model._meta.auto_created._meta.verbose_name_plural)
        return str(self.model._meta.verbose_name_plural)

    def of(self, organisation: Any) -> Any:
        return self.model._default_manager.filter(**{self.field: organisation})

    def doubles(self, merged: Any, kept: Any) -> list[Any]:
        """Keys of rows the kept organisation has already, or that would tie it to itself. Two queries at most."""
        found: set[Any] = set()
        for others in self.unique_with():
            names = [self.model._meta.get_field(name).attname for name in others]
            had = set(self.of(kept).values_list(*names))
            found |= {key for key, *values in self.of(merged).values_list("pk", *names) if tuple(values) in had}
        if self.model is Membership:
            other = "member" if self.field == "network" else "network"
            found |= set(self.of(merged).filter(Q(**{other: kept})).values_list("pk", flat=True))
        return sorted(found)

    def unique_with(self) -> Iterator[tuple[str, ...]]:
        """Sets of other columns that together with this one may stand only once."""
        options = self.model._meta
        sets = [constraint.fields for constraint in options.constraints if isinstance(constraint, UniqueConstraint)]
        for fields in (*sets, *options.unique_together):
            if self.field in fields and len(fields) > 1:
                yield tuple(name for name in fields if name != self.field)


def belongings() -> list[Belonging]:
    """In a fixed order; a new table is among them."""
    relations: tuple[Any, ...] = tuple(Organisation._meta.get_fields(include_hidden=True))
    found = [
        Belonging(relation.related_model, relation.field.name)
        for relation in relations
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return sorted((one for one in found if one.model._meta.model_name not in OWN), key=lambda one: one.label)
