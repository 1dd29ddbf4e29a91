"""Takes a corpus out again: what it brought and nobody else uses, and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from events.models import Consent, Contributor, Event, Organisation, Population, Topic
from kpknow.content.history.recording import unrecorded
from kpknow.search.corpus import marks
from kpknow.search.corpus.lines import Refused, fields_of, raw_lines, slug_in
from kpknow.search.corpus.tuning import look_at_tables
from kpknow.search.indexing import catch_up
from stories.models import Story, StoryContribution, Theme

BATCH = 500
SHARED = (Topic, Population)
"""Made where a story named one that was nowhere: they go when nobody uses them any more, whichever file named them."""


@unrecorded()
def remove_corpus(path: Path | None, *, read: Callable[[int], object]) -> str:
    """Remove what the lines of the file (None: of any file) brought. Returns what went and what stayed, in words.

    A theme, organisation, event, tag or population that something else uses stays, and so does a story somebody
    translated. Raises OSError where the file cannot be read.
    """
    slugs = _slugs_in(path, read) if path else None
    gone: Counter[str] = Counter()
    kept = 0
    for keys in _batches(_brought(Story, slugs["story"] if slugs else None)):
        removed, stayed = _remove_stories(keys)
        gone["stories"] += removed
        kept += stayed
    kinds: dict[type[models.Model], Collection[str] | None] = {
        Theme: slugs["theme"] if slugs else None,
        Organisation: slugs["organisation"] if slugs else None,
        Event: slugs["event"] if slugs else None,
    }
    models_of_rest: tuple[type[models.Model], ...] = (*kinds, *SHARED)
    for model in models_of_rest:
        for keys in _batches(_brought(model, kinds.get(model))):
            removed = _remove_unused(model, keys)
            gone[str(model._meta.verbose_name_plural)] += removed
            kept += 0 if model in SHARED else len(keys) - removed
    _remove_unused(Contributor, marks.all_brought(Contributor))
    catch_up()
    if gone.total():
        look_at_tables()
    words = ", ".join(f"{count:,} {name}" for name, count in gone.items() if count) or "nothing"
    return f"{words}; {kept:,} stayed, being in use" if kept else words


def _slugs_in(path: Path, read: Callable[[int], object]) -> dict[str, set[str]]:
    """What the file's lines describe, by kind; lines that make no sense brought nothing."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for _number, raw in raw_lines(path, read):
        try:
            fields = fields_of(raw)
            slugs[fields["kind"]].add(slug_in(fields))
        except Refused:
            continue
    return slugs


def _brought(model: type[models.Model], slugs: Collection[str] | None) -> list[int]:
    """Keys of what a corpus brought, narrowed to these slugs unless None."""
    brought = marks.all_brought(model)
    if slugs is None:
        return brought
    return [
        key
        for batch in _batches(brought)
        for key, slug in model._default_manager.filter(pk__in=batch).order_by("pk").values_list("pk", "slug")
        if slug in slugs
    ]


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


@transaction.atomic
def _remove_stories(keys: Sequence[int]) -> tuple[int, int]:
    """How many went and how many stayed."""
    tellers = StoryContribution.objects.filter(story__in=keys, contributor__in=marks.all_brought(Contributor))
    consents = dict(tellers.values_list("consent", "story"))
    gone = _delete(Story, keys)
    Consent.objects.filter(pk__in=[consent for consent, story in consents.items() if story in gone]).delete()
    marks.unmark(Story, gone)
    return len(gone), len(keys) - len(gone)


@transaction.atomic
def _remove_unused(model: type[models.Model], keys: Sequence[int]) -> int:
    """How many went."""
    gone = _delete(model, sorted(set(keys) - _used(model, keys)))
    marks.unmark(model, gone)
    return len(gone)


def _used(model: type[models.Model], keys: Sequence[int]) -> set[int]:
    """Those that anything else in the database leads to: one query a relation."""
    used: set[int] = set()
    for relation in model._meta.related_objects:
        through: Any = relation.related_model
        column = relation.field.name
        if isinstance(relation, models.ManyToManyRel):
            through, column = relation.through, relation.field.m2m_reverse_field_name()
        rows = through._base_manager.filter(**{f"{column}__in": keys})
        used.update(rows.values_list(column, flat=True).distinct())
    return used


def _delete(model: type[models.Model], keys: Sequence[int]) -> list[int]:
    """All at once; where something forbids it, one at a time, and what must stay stays. Returns the keys gone."""
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).delete()
    except ProtectedError:
        if len(keys) == 1:
            return []
        return [gone for key in keys for gone in _delete(model, [key])]
    return list(keys)
