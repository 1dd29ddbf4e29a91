"""A kind of record as a table: its columns, how a row finds its record, what stands in the way of saving one."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from events.models import term_key
from kpknow.content.forms import StaffForm
from kpknow.content.models import Status
from kpknow.content.partial_dates import PartialDateField
from kpknow.curation.importing.columns import Column
from kpknow.curation.importing.constraints import violated
from kpknow.curation.importing.naming_columns import ManyColumn
from kpknow.curation.importing.vocabulary import CellRefused, Roll, Vocabulary, title_field

Refusals = dict[str, str]
"""Column key → words; under the empty key what is wrong with the row as a whole."""


class Table:
    """Of records that have a slug and a title or name; others say how they differ."""

    kind: ClassVar[str]
    model: ClassVar[Any]
    title: ClassVar[str | Promise]
    columns: ClassVar[Sequence[Column]]
    form: ClassVar[type[StaffForm]] = StaffForm
    """Whose words and places are used for what the database would refuse."""
    related: ClassVar[Sequence[str]] = ()
    follows: ClassVar[Sequence[str]] = ()
    """Kinds to bring in before this one, since its rows name them."""
    needed: ClassVar[Sequence[str]] = ()
    """Columns without which no row can be told from another, where that is not the slug, name or title."""
    made_with_record: ClassVar[Sequence[str]] = ()
    """Labels of models whose rows come with a record, beyond the relations of its columns."""

    def permissions(self) -> list[str]:
        """What somebody needs to bring in and take out such tables."""
        options = self.model._meta
        return [f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "add", "change")]

    @property
    def model_label(self) -> tuple[str, str]:
        """App and model, as addresses name them."""
        return self.model._meta.app_label, self.model._meta.model_name

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def many(self) -> Sequence[ManyColumn]:
        return [column for column in self.columns if isinstance(column, ManyColumn)]

    @cached_property
    def name_key(self) -> str:
        return title_field(self.model)

    def model_field(self, column: Column) -> Any:
        return self.model._meta.get_field(column.field)

    # Which record a row means

    def row_key(self, texts: Mapping[str, str]) -> Hashable:
        """Two rows of a file with the same key mean the same record; None where that cannot be told yet."""
        if slug := texts.get("slug", ""):
            return ("slug", slug)
        name = term_key(texts.get(self.name_key, ""))
        return ("name", name) if name else None

    def find(self, values: Mapping[str, Any], known: Vocabulary) -> Any:
        """The key of the record a row means, None for a new one; CellRefused where it may mean several."""
        roll = known.of(self.model)
        slug, name = values.get("slug") or "", values.get(self.name_key) or ""
        if slug and (found := roll.by_slug(slug)):
            return found
        named = roll.titled.get(term_key(name), set()) if name else set()
        if slug:
            if named and self.model_field(self.by_key[self.name_key]).unique:
                words = _("“%(name)s” is here already, under the slug %(slug)s. Write that slug, or leave it empty.")
                raise CellRefused(words % {"name": name, "slug": roll.written[min(named)]})
            return None
        if len(named) > 1:
            slugs = ", ".join(sorted(roll.written[key] for key in named)[:4])
            raise CellRefused(
                _("Several are called so. Write the slug of the one you mean: %(slugs)s.") % {"slugs": slugs}
            )
        return next(iter(named), None)

    def load(self, keys: Iterable[Any]) -> dict[Any, Any]:
        """Records with all that their columns show. A fixed number of queries."""
        many = [column.field for column in self.many]
        records = self.model._default_manager.select_related(*self.related).prefetch_related(*many)
        return {record.pk: record for record in records.filter(pk__in=list(keys))}

    def blank(self) -> Any:
        return self.model()

    def complete(self, record: Any, known: Vocabulary) -> None:
        """Fill in what a new record needs and no cell has to say."""
        if not record.slug:
            record.slug = known.of(self.model).free_slug(getattr(record, self.name_key))

    # What stands in the way

    def guard(self, record: Any, known: Vocabulary) -> str:
        """Why a file may not change this record, in a sentence; empty where it may."""
        if record.pk is None or record.status == Status.DRAFT:
            return ""
        return _("“%(record)s” is no draft (%(status)s): a file does not change it. Change it on its own page.") % {
            "record": record,
            "status": record.get_status_display().lower(),
        }

    def attach(self, records: Sequence[Any]) -> None:
        """Load what ``clean`` of these records will look at, for all of them at once."""

    def refusals(self, record: Any) -> Refusals:
        """What the record's own rules and the database would refuse. No query."""
        for field in self.model._meta.concrete_fields:
            if isinstance(field, PartialDateField):
                field.pre_save(record, add=False)  # it fills the columns its constraints are about
        found: Refusals = {}
        for constraint in violated(record):
            words = str(constraint.get_violation_error_message())
            for ending, other in self.form.wording.items():
                words = str(other) if constraint.name.endswith(ending) else words
            places = [fields for ending, fields in self.form.beside.items() if constraint.name.endswith(ending)]
            found.setdefault(self.key_of(places[0][0]) if places else "", words)
        try:
            record.clean()
        except ValidationError as refused:
            for field, messages in refused.message_dict.items():
                found[self.key_of(field)] = " ".join(messages)
                if field != NON_FIELD_ERRORS and found.get("") in messages:
                    del found[""]  # said beside its field now
        return found

    def key_of(self, field: str) -> str:
        """The column of a model's field; the row as a whole where none shows it."""
        if field == NON_FIELD_ERRORS:
            return ""
        return next((column.key for column in self.columns if column.field == field), "")

    # Saving

    def save(self, records: Sequence[Any]) -> None:
        """New and changed ones, in a transaction of the caller's."""
        for record in records:
            record.save()
        for column in self.many:
            if records:
                column.keep(records)

    def delete(self, records: Sequence[Any]) -> None:
        """Records an import made and nothing refers to."""
        self.model._default_manager.filter(pk__in=[record.pk for record in records]).delete()

    # What may look like it

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What the record would be called, to look for others like it; empty where nothing can be alike."""
        return str(values.get(self.name_key) or "")

    def roll(self, known: Vocabulary) -> Roll | None:
        return known.of(self.model)

    # Export

    def rows(self, records: Any, known: Vocabulary) -> Iterable[list[str]]:
        """The cells of each record of a queryset, a thousand records at a time."""
        many = [column.field for column in self.many]
        found = records.select_related(*self.related).prefetch_related(*many).iterator(chunk_size=1000)
        for record in found:
            yield [column.write(column.get(record), known) for column in self.columns]
