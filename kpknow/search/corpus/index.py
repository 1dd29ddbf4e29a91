"""The search index kept up with each batch, so that nobody has to look through all of a corpus again."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from kpknow.content.models import ContentVersion
from kpknow.content.version import current_version, touched_since
from kpknow.search.indexing import index_records, indexed_up_to
from kpknow.search.models import IndexState


@contextmanager
def index_follows() -> Iterator[set[tuple[str, int]]]:
    """Within one transaction: index all that was touched but what is put in the set, label and key, as indexed already.

    If the index was complete before, it is again, and says so. Other writers wait for us from the first line on: else
    what they touch meanwhile would count as indexed.
    """
    ContentVersion.objects.select_for_update().first()
    before = current_version().number
    was_complete = indexed_up_to() >= before
    indexed: set[tuple[str, int]] = set()
    yield indexed
    touched: dict[str, list[int]] = defaultdict(list)
    for label, key in touched_since(before) - indexed:
        touched[label].append(key)
    for label, keys in touched.items():
        index_records(label, keys)
    if was_complete:
        IndexState.objects.update_or_create(pk=1, defaults={"number": current_version().number})
