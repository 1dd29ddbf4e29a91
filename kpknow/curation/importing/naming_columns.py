"""Columns whose cells name something that is there already: a country, a topic, an organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kpknow.curation.importing.columns import Column
from kpknow.curation.importing.vocabulary import CellRefused, Names, Vocabulary
from kpknow.exports.csv import BETWEEN

COUNTRIES, POPULATIONS, TOPICS = "countries", "populations", "topics"
MOST_NAMED = 300


@dataclass(frozen=True)
class NamingColumn(Column):
    """``of``: a vocabulary, or the model of records named by slug, name or title."""

    of: Any = None

    def names(self, known: Vocabulary) -> Names:
        found = getattr(known, self.of) if isinstance(self.of, str) else known.of(self.of)
        assert isinstance(found, Names)  # noqa: S101  # for the type checker
        return found

    def allowed(self) -> str:
        named = {
            COUNTRIES: _("a country: its name or ISO 3166 code"),
            POPULATIONS: _("people: a term of the list of populations, such as sex-workers"),
            TOPICS: _("topics that are there already"),
        }
        if isinstance(self.of, str):
            return named[self.of]
        return _("%(kind)s that are here already, by slug, name or title") % {"kind": self.of._meta.verbose_name_plural}


@dataclass(frozen=True)
class OneColumn(NamingColumn):
    """A foreign key."""

    def read(self, text: str, known: Vocabulary, field: Any) -> Any:
        return self.names(known).one(text)

    def write(self, value: Any, known: Vocabulary) -> str:
        return "" if value is None else self.names(known).written.get(value, str(value))

    def empty(self, field: Any) -> None:
        return None

    def get(self, record: Any) -> Any:
        return getattr(record, f"{self.field}_id")

    def set(self, record: Any, value: Any) -> None:
        setattr(record, f"{self.field}_id", value)


@dataclass(frozen=True)
class ManyColumn(NamingColumn):
    """Several, with semicolons between. ``near`` and ``far``: the two keys of the table that ties them."""

    near: str = ""
    far: str = ""

    is_many = True

    def allowed(self) -> str:
        return _("%(what)s; several with semicolons between") % {"what": super().allowed()}

    def read(self, text: str, known: Vocabulary, field: Any) -> tuple[Any, ...]:
        names = [name.strip() for name in text.replace("\n", ";").split(";")]
        if len(names) > MOST_NAMED:
            raise CellRefused(_("Up to %(most)d can be named in one cell.") % {"most": MOST_NAMED})
        return tuple(dict.fromkeys(self.names(known).one(name) for name in names if name))

    def write(self, value: Iterable[Any], known: Vocabulary) -> str:
        written = self.names(known).written
        return BETWEEN.join(sorted(written.get(key, str(key)) for key in value))

    def empty(self, field: Any) -> tuple[Any, ...]:
        return ()

    def get(self, record: Any) -> tuple[Any, ...]:
        """Needs the relation prefetched, or ``set`` before."""
        kept = record.__dict__.get("_tied", {})
        if self.field in kept:
            return tuple(kept[self.field])
        return tuple(one.pk for one in getattr(record, self.field).all()) if record.pk else ()

    def set(self, record: Any, value: Iterable[Any]) -> None:
        record.__dict__.setdefault("_tied", {})[self.field] = tuple(value)

    def keep(self, records: Iterable[Any]) -> None:
        """Save what was ``set`` on records that are in the database by now: three queries, however many they are."""
        tied = {record.pk: record._tied[self.field] for record in records if self.field in getattr(record, "_tied", {})}
        if not tied:
            return
        field = next(iter(records))._meta.get_field(self.field)
        through: Any = field.remote_field.through
        near = self.near or field.m2m_field_name()
        far = self.far or field.m2m_reverse_field_name()
        there = list(
            through._default_manager.filter(**{f"{near}__in": list(tied)}).values_list("pk", f"{near}_id", f"{far}_id")
        )
        gone = [key for key, record, other in there if other not in tied[record]]
        if gone:
            through._default_manager.filter(pk__in=gone).delete()
        had = {(record, other) for _key, record, other in there}
        through._default_manager.bulk_create(
            (
                through(**{f"{near}_id": record, f"{far}_id": other})
                for record, others in tied.items()
                for other in others
                if (record, other) not in had
            ),
            batch_size=1000,
        )
