"""Queries written out once a day and asked many times.

Who may see what is a condition of many nested parts. Django takes longer to write it out as SQL than any database
takes to answer it, and PostgreSQL 25 times as long to plan it: so the text is kept, PostgreSQL keeps the plan with each
connection, and only the keys asked for are put in. The day stands in the text, for consents lapse by the day: one is
never used on another.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from psycopg2.extensions import AsIs

from kpknow.content.replica import reading, reading_alias
from kpknow.content.static_copy import is_copied

ModelT = TypeVar("ModelT", bound=Model)
NUMBER_PLACE, TEXT_PLACE = 2_000_000_011, "\x01a key stands here\x01"
"""What is written where a key will stand: no record has such a number, no address holds such a text."""
FEW = 20
"""Keys a question about records touched by one edit has places for."""
NO_RECORD = -1
"""A key for places that are not needed."""


@dataclass(frozen=True)
class Written:
    """A text of one day for one database, for pages or for copies. ``name``: what PostgreSQL knows its plan by."""

    day: dt.date
    is_copied: bool
    vendor: str
    sql: str
    parameters: Sequence[Any]
    name: str


class Prepared:
    """``build`` is given that many ``places`` for keys and returns the query; asked with fewer, the rest find nothing.

    Keys are numbers, or with ``by_text`` one text.
    """

    def __init__(
        self, build: Callable[[list[Any]], QuerySet[Any, Any]], places: int = 1, *, by_text: bool = False
    ) -> None:
        self._build = build
        self._places: list[Any] = [TEXT_PLACE] if by_text else list(range(NUMBER_PLACE, NUMBER_PLACE + places))
        self._type = "text" if by_text else "bigint"
        self._written: Written | None = None

    def rows(self, keys: Sequence[int | str]) -> list[tuple[Any, ...]]:
        """Rows of a query of values, as the database gives them: one query."""
        sql, parameters = self._asking(keys)
        with reading().cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _asking(self, keys: Sequence[int | str]) -> tuple[str, list[Any]]:
        written = self._text()
        all_keys = [*keys, *[NO_RECORD] * (len(self._places) - len(keys))]
        if written.vendor == "postgresql":
            self._plan(written)
            return f"EXECUTE {written.name} ({', '.join(['%s'] * len(all_keys))})", all_keys
        put: dict[Any, int | str] = dict(zip(self._places, all_keys, strict=True))
        return written.sql, [put.get(value, value) if is_key(value) else value for value in written.parameters]

    def _text(self) -> Written:
        today, vendor = timezone.now().date(), reading().vendor
        written = self._written
        if written is None or (written.day, written.is_copied, written.vendor) != (today, is_copied(), vendor):
            sql, parameters = self._build(self._places).query.sql_with_params()
            digest = hashlib.sha256(repr((sql, parameters)).encode()).hexdigest()[:16]
            written = self._written = Written(today, is_copied(), vendor, sql, parameters, f"kp_{digest}")
        return written

    def _plan(self, written: Written) -> None:
        """Have PostgreSQL plan it, once a connection; a rollback does not take that back."""
        connection = reading()
        connection.ensure_connection()
        raw = connection.connection
        of, known = getattr(connection, "kept_plans", (None, frozenset()))
        if of is not raw:
            known = frozenset()
        if written.name in known:
            return
        numbered = {place: AsIs(f"${number}") for number, place in enumerate(self._places, start=1)}
        parameters = [numbered.get(value, value) if is_key(value) else value for value in written.parameters]
        types = ", ".join([self._type] * len(self._places))
        # beside Django's own cursor: it is no question, and asked by nobody
        with connection.wrap_database_errors, raw.cursor() as cursor:
            text = cursor.mogrify(written.sql, parameters).decode()
            cursor.execute(f"PREPARE {written.name} ({types}) AS {text}")
        connection.kept_plans = (raw, known | {written.name})  # type: ignore[attr-defined]  # lives and dies with its connection


def is_key(value: Any) -> bool:
    return isinstance(value, (int, str))


class PreparedRecords(Prepared, Generic[ModelT]):
    """The same for whole records, without any that hang on them."""

    def __init__(self, model: type[ModelT], build: Callable[[list[Any]], QuerySet[Any, Any]], **places: Any) -> None:
        self.model = model
        super().__init__(build, **places)

    def records(self, *keys: int | str) -> list[ModelT]:
        """In the query's order: one query."""
        sql, parameters = self._asking(keys)
        return list(self.model._default_manager.using(reading_alias()).raw(sql, parameters))
