"""What merging topics would change, before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from events.models import Topic, TopicTerm, term_key
from kpknow.curation.taggings import kind_name, tagging_models

SAMPLES = 5


@dataclass(frozen=True)
class KindChange:
    """Taggings of one kind: how many move, how many are doubles, and the five latest with whether each is one."""

    kind: str
    moved: int
    doubles: int
    samples: list[tuple[Any, bool]]


@dataclass(frozen=True)
class MergePreview:
    """``words``: what the kept topic will also be found by."""

    merged: Topic
    kinds: list[KindChange]
    words: list[str]

    @property
    def count(self) -> int:
        return sum(change.moved + change.doubles for change in self.kinds)


def previews(merged: Iterable[Topic], kept: Topic) -> list[MergePreview]:
    """Each as if it were merged alone. Four queries a kind of tagging and two more for each."""
    return [MergePreview(topic, kind_changes(topic, kept), words_of(topic)) for topic in merged]


def kind_changes(merged: Topic, kept: Topic) -> list[KindChange]:
    changes = []
    for model in tagging_models().values():
        ours = model.objects.filter(tag=merged)
        if not (count := ours.count()):
            continue
        kept_records = model.objects.filter(tag=kept).values("content_object")
        doubles = ours.filter(content_object__in=kept_records)
        latest = list(ours.select_related("content_object").order_by("-pk")[:SAMPLES])
        twice = set(doubles.filter(pk__in=[tagging.pk for tagging in latest]).values_list("pk", flat=True))
        samples = [(tagging.content_object, tagging.pk in twice) for tagging in latest]
        double_count = doubles.count()
        changes.append(KindChange(kind_name(model), count - double_count, double_count, samples))
    return changes


def words_of(merged: Topic) -> list[str]:
    terms = list(merged.terms.order_by("language", "term").values_list("term", flat=True))
    name = {"language": settings.LANGUAGE_CODE, "key": term_key(merged.name)}
    return terms if TopicTerm.objects.filter(**name).exists() else [merged.name, *terms]
