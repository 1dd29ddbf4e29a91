"""Every table that names organisations, or themes, whichever app it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, UniqueConstraint

STAYS = frozenset(
    {
        "curation.organisationmerge",
        "curation.distinctorganisations",
        "curation.thememerge",
        "curation.themesplit",
        "stories.theme",
        "stories.themeversion",
    }
)
"""Tables about merging itself; and frozen versions, which mean something only where they were cited."""
SAMPLES = 5
ONCE = {"stories.themefigure.theme": (("option",),)}
"""What stands once although the database would take it twice."""


@dataclass(frozen=True)
class Belonging:
    """A column that holds a record. ``label``: “events.participation.organisation”."""

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

    @property
    def is_ordered(self) -> bool:
        """Whether its rows are numbered within the record: what joins others comes after them."""
        return tuple(self.model._meta.ordering) == (self.field, "order")

    def of(self, record: Any) -> Any:
        return self.model._default_manager.filter(**{self.field: record})

    def doubles(self, merged: Any, kept: Any) -> list[Any]:
        """Keys of rows the kept record has already, or that would tie it to itself. Two queries a rule at most."""
        found: set[Any] = set()
        for others, condition in self.unique_with():
            names = [self.model._meta.get_field(name).attname for name in others]
            had = set(self.of(kept).filter(condition).values_list(*names))
            ours = self.of(merged).filter(condition).values_list("pk", *names)
            found |= {key for key, *values in ours if tuple(values) in had}
        for other in self.beside():
            found |= set(self.of(merged).filter(Q(**{other: kept})).values_list("pk", flat=True))
        return sorted(found)

    def unique_with(self) -> Iterator[tuple[tuple[str, ...], Q]]:
        """Sets of other columns that together with this one may stand only once, and of which rows that is said."""
        options = self.model._meta
        sets: list[tuple[tuple[str, ...], Q]] = [
            (tuple(constraint.fields), constraint.condition or Q())
            for constraint in options.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        sets += [(tuple(fields), Q()) for fields in options.unique_together]
        for fields, condition in sets:
            others = tuple(name for name in fields if name != self.field)
            if self.field in fields and others and not (self.is_ordered and others == ("order",)):
                yield others, condition
        for others in ONCE.get(self.label, ()):
            yield others, Q()

    def beside(self) -> list[str]:
        """Other columns that hold a record of the same kind."""
        kind = self.model._meta.get_field(self.field).related_model
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if field.related_model is kind and field.name != self.field
        ]


def belongings(kind: Any) -> list[Belonging]:
    """Of records of this kind, in a fixed order; a new table is among them."""
    relations: tuple[Any, ...] = tuple(kind._meta.get_fields(include_hidden=True))
    found = [
        Belonging(relation.related_model, relation.field.name)
        for relation in relations
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return sorted((one for one in found if one.model._meta.label_lower not in STAYS), key=lambda one: one.label)


def changes(merged: Any, kept: Any) -> list[tuple[str, int, int, list[str]]]:
    """What rows are, how many move, how many are doubles that go, and a few of them. Six queries a table at most."""
    found = []
    for belonging in belongings(type(merged)):
        ours = belonging.of(merged.pk)
        if not (count := ours.count()):
            continue
        doubles = len(belonging.doubles(merged.pk, kept.pk))
        links = [column.name for column in belonging.model._meta.concrete_fields if column.related_model]
        some = ours.select_related(*links).order_by("pk")[:SAMPLES]
        shown = [] if belonging.model._meta.auto_created else [str(row) for row in some]
        found.append((belonging.words, count - doubles, doubles, shown))
    return found
