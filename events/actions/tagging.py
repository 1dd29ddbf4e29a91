"""Topics by their names: one that exists is used, however it is written."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from events.models import TermKind, Topic, TopicTerm
from events.models.topic import topic_key
from kpknow.content.models import FormerAddress

LONGEST_NAME, LONGEST_KEY, LONGEST_SLUG = 100, 120, 100


class NotATopic(Exception):
    """``name`` cannot be one: no letter or digit in it, or too long."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def names_in(text: str) -> list[str]:
    """The names in a text that parts them by commas or lines, each once; NotATopic for what cannot be one."""
    names: dict[str, str] = {}
    for part in text.replace("\n", ",").split(","):
        if name := " ".join(part.split()):
            key = topic_key(name)
            if not any(sign.isalnum() for sign in key) or len(name) > LONGEST_NAME or len(key) > LONGEST_KEY:
                raise NotATopic(name)
            names.setdefault(key, name)
    return list(names.values())


def known_topics(names: Iterable[str]) -> dict[str, Topic]:
    """Name → the topic it names: by its own name, else as a term of exactly one topic. Two queries.

    Capitals and accents make no difference; a merged topic's name leads to the one it became. A term close by names
    no topic: using it would lose what was meant.
    """
    keys = {topic_key(name): name for name in names}
    topics = Topic.objects.filter(key__in=keys).select_related("merged_into")
    found = {keys[topic.key]: topic.merged_into or topic for topic in topics}
    said: dict[str, set[Topic]] = defaultdict(set)
    terms = TopicTerm.objects.filter(key__in=keys, topic__merged_into__isnull=True).exclude(kind=TermKind.NEAR)
    for term in terms.select_related("topic"):
        if not term.as_written or term.term == keys[term.key]:
            said[keys[term.key]].add(term.topic)
    return {name: min(meant, key=lambda topic: topic.pk) for name, meant in said.items() if len(meant) == 1} | found


@transaction.atomic
def topics_called(names: Iterable[str]) -> list[Topic]:
    """The topics of these names (from ``names_in``), in their order; those nobody has used yet are made."""
    wanted = list(names)
    known = known_topics(wanted)
    found = [known.get(name) or Topic.objects.create(name=name, slug=free_slug(name)) for name in wanted]
    return list(dict.fromkeys(found))


def tag_record(record: Any, names: Iterable[str]) -> None:
    """Add topics by name to a record that carries topics; what it has already stays."""
    if topics := topics_called(names):
        record.topics.add(*topics)


def free_slug(name: str) -> str:
    """An address no topic has or had."""
    wanted = slugify(name, allow_unicode=True)[: LONGEST_SLUG - 5].strip("-") or "topic"
    taken = set(Topic.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    former = FormerAddress.objects.filter(kind=Topic._meta.label_lower, slug__startswith=wanted)
    taken |= set(former.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
