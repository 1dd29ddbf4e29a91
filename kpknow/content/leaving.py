"""Records of a choice on their way out of the site, in its order, a stretch at a time."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest

from kpknow.content.catalogue_listing import CatalogueListing
from kpknow.content.models import RecordQuerySet

ModelT = TypeVar("ModelT", bound=Model)
STRETCH = 500
FEW = 900
"""Keys one condition takes on every database."""


def asked_pks(listing: CatalogueListing[Any], request: HttpRequest) -> list[int]:
    """The choice an address asks for, in list order. What nobody has is nothing here: a page says that it left a
    filter out, a file that did so would be taken for an answer.
    """
    for facet in listing.facets:
        if any(request.GET.getlist(facet.name)) and not facet.chosen:
            return []
    return listing.chosen_pks()


def stretches(records: Any, pks: Sequence[int]) -> Iterator[list[Any]]:
    """Those of the records with these keys, in their order: the queries of ``records`` for every five hundred."""
    for start in range(0, len(pks), STRETCH):
        wanted = pks[start : start + STRETCH]
        found = {record.pk: record for record in records.filter(pk__in=wanted)}
        yield [found[pk] for pk in wanted if pk in found]


def belonging(pks: Sequence[int], through: Any, record: str, other: str, others: Any) -> dict[int, list[Any]]:
    """Record key → those of ``others`` tied to it by the rows of ``through``, in the order of those rows.

    Two queries, and one object for each of the others however many records share it: half the cost of a prefetch.
    """
    rows = list(through._default_manager.filter(**{f"{record}__in": pks}).order_by("pk").values_list(record, other))
    found = others.in_bulk({key for _record, key in rows})
    tied: dict[int, list[Any]] = {pk: [] for pk in pks}
    for pk, key in rows:
        if key in found:
            tied[pk].append(found[key])
    return tied


def newest_of(records: RecordQuerySet[Any], pks: Sequence[int] | None, most: int) -> list[Any]:
    """The latest published among these keys (None: among all), two queries at most.

    Many keys are no condition a database takes: the newest records are walked until enough of them are among the keys.
    """
    if pks is None:
        return list(records.newest()[:most])
    if len(pks) > FEW:
        wanted = set(pks)
        walked = records.newest().values_list("pk", flat=True).iterator(chunk_size=200)
        pks = list(islice((pk for pk in walked if pk in wanted), most))
    return list(records.filter(pk__in=pks).newest()[:most])
