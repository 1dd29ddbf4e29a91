"""The index compared with all there is: for an upgraded site, a restored one, and every night."""

from collections.abc import Callable, Iterator, Sequence

from django.apps import apps
from django.db import connection, transaction

from kpknow.search.indexing import AT_ONCE, catch_up, every_record, index_records, of_kind
from kpknow.search.models import DocKind, SearchDoc
from kpknow.search.texts import OWN_WORDS, READERS


def unindexed_records() -> Iterator[tuple[str, Sequence[int]]]:
    """Label by label, the records without any document: new to the index, or nothing strangers may find."""
    for label, readers in READERS.items():
        indexed = of_kind(next(iter(readers))).values("owner")
        records = apps.get_model(label)._default_manager.exclude(pk__in=indexed)
        if DocKind.HIGHLIGHT in readers:
            records = records.filter(OWN_WORDS)
        yield label, list(records.order_by("pk").values_list("pk", flat=True))


def forget_the_gone() -> None:
    """Documents of records that are not there any more, whoever deleted them."""
    for label, readers in READERS.items():
        records = apps.get_model(label)._default_manager.order_by().values("pk")
        for kind in readers:
            of_kind(kind).exclude(owner__in=records).delete()


def bring_up_to_date(*, anew: bool = False, progress: Callable[[int], object] = lambda done: None) -> int:
    """Index what changed and what has no document, or with ``anew`` every record; returns how many were read.

    Batches of their own transactions: searching goes on meanwhile, and a run that was stopped is begun again.
    """
    done = catch_up()
    for label, pks in list(every_record() if anew else unindexed_records()):
        for start in range(0, len(pks), AT_ONCE):
            some = pks[start : start + AT_ONCE]
            index_records(label, some)
            progress(len(some))
        done += len(pks)
    forget_the_gone()
    return done


def leave_no_old_words() -> None:
    """Index what changed, and write the full text index anew: FTS5 keeps rare words of what was deleted until then.

    A second for some ten thousand documents on SQLite; PostgreSQL forgets with its next vacuum.
    """
    catch_up()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


@transaction.atomic
def leave_no_samples() -> None:
    """PostgreSQL plans by words it once saw in each column, and of a table that has become empty it keeps them.

    It is shown a document without words, which nobody else sees.
    """
    if connection.vendor == "postgresql" and not SearchDoc.objects.exists():
        wordless = SearchDoc.objects.create(pk=0, owner=0, number=0)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {SearchDoc._meta.db_table}")
        wordless.delete()
