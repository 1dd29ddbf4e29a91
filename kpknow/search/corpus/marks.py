"""Which records a corpus brought, and from which line each."""

from collections.abc import Collection, Iterable, Mapping

from django.db import models

from kpknow.search.corpus.rows import insert
from kpknow.search.models import CorpusRecord


def digests_of(model: type[models.Model], keys: Collection[int]) -> dict[int, str]:
    """Of these records, those a corpus brought, each with the digest of its line. One query."""
    marks = CorpusRecord.objects.filter(label=model._meta.label_lower, record__in=keys)
    return dict(marks.values_list("record", "digest"))


def brought_by(model: type[models.Model], digests: Collection[str]) -> dict[str, int]:
    """Records these very lines brought, by digest. One query."""
    marks = CorpusRecord.objects.filter(label=model._meta.label_lower, digest__in=digests)
    return dict(marks.values_list("digest", "record"))


def all_brought(model: type[models.Model]) -> list[int]:
    marks = CorpusRecord.objects.filter(label=model._meta.label_lower)
    return list(marks.order_by("record").values_list("record", flat=True))


def mark(model: type[models.Model], records: Iterable[tuple[int, str]]) -> None:
    """Note records just brought, each with its digest."""
    label = model._meta.label_lower
    insert(CorpusRecord, ("record", "digest"), list(records), label=label)


def mark_anew(model: type[models.Model], digests: Mapping[int, str]) -> None:
    """Note that records brought earlier now stand as these lines have it. One query a record."""
    for key, digest in digests.items():
        CorpusRecord.objects.filter(label=model._meta.label_lower, record=key).update(digest=digest)


def unmark(model: type[models.Model], keys: Collection[int]) -> None:
    CorpusRecord.objects.filter(label=model._meta.label_lower, record__in=keys).delete()
