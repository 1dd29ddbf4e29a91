"""Keeps a document for each record strangers may find, and none for any other."""

import logging
from collections.abc import Iterable, Iterator, Sequence

from django.apps import apps
from django.db import Error, transaction
from django.db.models import QuerySet

from kpknow.content.replica import reading
from kpknow.content.version import current_version
from kpknow.search.analyser import stems
from kpknow.search.models import DocKind, IndexState, SearchDoc, doc_id
from kpknow.search.texts import READERS, DocText

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Records read and written together."""
NEWER = """
SELECT t.label, t.record FROM content_touch t
WHERE t.number > %s AND t.label = %s AND NOT EXISTS (
    SELECT 1 FROM search_searchdoc d WHERE d.id = t.record + %s AND d.number >= t.number)
"""
COLUMNS = (
    *("owner", "language", "title", "summary", "body", "heading", "address", "lead", "dated"),
    *("published", "number", "holds_until"),
)


def of_kind(kind: DocKind) -> QuerySet[SearchDoc]:
    return SearchDoc.objects.filter(id__gte=doc_id(kind, 0), id__lt=doc_id(kind + 1, 0))


def index_records(label: str, pks: Iterable[int]) -> None:
    """Make the documents of these records what they should be now; those strangers may not find lose theirs.

    ``label``: of the record that is touched, as in READERS; others are nothing to find. Four to six queries for every
    five hundred records, in a transaction.
    """
    readers = READERS.get(label, {})
    wanted = sorted(set(pks))
    for some in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
        with transaction.atomic():
            number = current_version().number
            for kind, read in readers.items():
                made = [document(text, number) for text in read(some)]
                stale = of_kind(kind).filter(owner__in=some).exclude(id__in=[doc.id for doc in made])
                stale.delete()
                SearchDoc.objects.bulk_create(
                    made, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS, batch_size=AT_ONCE
                )


def document(text: DocText, number: int) -> SearchDoc:
    def stemmed(words: str) -> str:
        return " ".join(stems(words, text.language)).replace("\x00", "")

    return SearchDoc(
        id=doc_id(text.kind, text.pk),
        owner=text.owner,
        language=text.language,
        title=stemmed(text.title),
        summary=stemmed(text.summary),
        body=stemmed(text.searched),
        heading=text.heading[:300],
        address=text.address,
        lead=text.lead.replace("\x00", ""),
        dated=text.dated,
        published=text.published,
        number=number,
        holds_until=text.holds_until,
    )


def indexed_up_to() -> int:
    return IndexState.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def stale_records() -> Iterator[tuple[str, int]]:
    """(label, key) of every record whose documents are older than it is, or past the last day of a consent."""
    number = indexed_up_to()
    with reading().cursor() as cursor:
        for label, readers in READERS.items():
            cursor.execute(NEWER, [number, label, doc_id(next(iter(readers)), 0)])
            yield from cursor.fetchall()
    ended = SearchDoc.objects.filter(holds_until__lt=current_version().on).values_list("owner", flat=True)
    yield from (("stories.story", pk) for pk in ended)


def catch_up() -> int:
    """Index what changed since the last time, whoever changed it; returns how many records that were."""
    with transaction.atomic():
        number = current_version().number
        stale: dict[str, list[int]] = {}
        for label, pk in stale_records():
            stale.setdefault(label, []).append(pk)
        for label, pks in stale.items():
            index_records(label, pks)
        IndexState.objects.update_or_create(pk=1, defaults={"number": number})
    return sum(len(pks) for pks in stale.values())


def catch_up_quietly() -> None:
    """After a save: what cannot be indexed now stays hidden until it can, and the save stands."""
    try:
        catch_up()
    except Error:
        logger.exception("the search index did not catch up")


def every_record() -> Iterator[tuple[str, Sequence[int]]]:
    """All there is to index, label by label."""
    for label in READERS:
        yield label, list(apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True))


def size() -> int:
    """Documents in the index."""
    return SearchDoc.objects.count()
