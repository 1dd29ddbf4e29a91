"""Queries written out once a day and asked many times.

Who may see what is a condition of many nested parts. Django takes longer to write it out as SQL than any database
takes to answer it, so the text is kept; only the keys asked for are put in. The day stands in it, for consents lapse by
the day: a text is never used on another.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone

ModelT = TypeVar("ModelT", bound=Model)
NUMBER_PLACE, TEXT_PLACE = 2_000_000_011, "\x01a key stands here\x01"
"""What is written where a key will stand: no record has such a number, no address holds such a text."""
FEW = 20
"""Keys a question about records touched by one edit has places for."""
NO_RECORD = -1
"""A key for places that are not needed."""


class Prepared:
    """``build`` is given that many ``places`` for keys and returns the query; asked with fewer, the rest find nothing.

    Keys are numbers, or with ``by_text`` one text.
    """

    def __init__(
        self, build: Callable[[list[Any]], QuerySet[Any, Any]], places: int = 1, *, by_text: bool = False
    ) -> None:
        self._build = build
        self._places: list[Any] = [TEXT_PLACE] if by_text else list(range(NUMBER_PLACE, NUMBER_PLACE + places))
        self._written: tuple[dt.date, str, str, Sequence[Any]] | None = None

    def rows(self, keys: Sequence[int | str]) -> list[tuple[Any, ...]]:
        """Rows of a query of values, as the database gives them: one query."""
        sql, parameters = self._asking(keys)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _asking(self, keys: Sequence[int | str]) -> tuple[str, list[Any]]:
        today, vendor = timezone.now().date(), connection.vendor
        written = self._written
        if written is None or written[:2] != (today, vendor):
            sql, parameters = self._build(self._places).query.sql_with_params()
            written = self._written = (today, vendor, sql, parameters)
        spare = [NO_RECORD] * (len(self._places) - len(keys))
        put: dict[Any, int | str] = dict(zip(self._places, [*keys, *spare], strict=True))
        return written[2], [put.get(value, value) if isinstance(value, (int, str)) else value for value in written[3]]


class PreparedRecords(Prepared, Generic[ModelT]):
    """The same for whole records, without any that hang on them."""

    def __init__(self, model: type[ModelT], build: Callable[[list[Any]], QuerySet[Any, Any]], **places: Any) -> None:
        self.model = model
        super().__init__(build, **places)

    def records(self, *keys: int | str) -> list[ModelT]:
        """In the query's order: one query."""
        sql, parameters = self._asking(keys)
        return list(self.model._default_manager.raw(sql, parameters))
