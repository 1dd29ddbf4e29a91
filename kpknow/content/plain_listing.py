"""Lists without filters, short enough to be counted by the database: themes, syntheses, the voices of one theme."""

from functools import cached_property
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kpknow.content.facet import Sort
from kpknow.content.listing import Listing

ModelT = TypeVar("ModelT", bound=Model)


class PlainListing(Listing[ModelT]):
    """Two queries, and the prefetches of the records."""

    def __init__(self, request: HttpRequest, records: QuerySet[ModelT], *order: str) -> None:
        self.sorts = (Sort("order", ""),)
        self.records = records.order_by(*order)
        super().__init__(request)

    @cached_property
    def count(self) -> int:
        return self.records.count()

    @property
    def total(self) -> int:
        return self.count

    def stretch(self, start: int, stop: int) -> list[ModelT]:
        return list(self.records[start:stop])
