"""Two topics look alike and are not the same."""

from events.models import Topic
from kpknow.content.models import User
from kpknow.curation.models import DistinctTopics


def tell_apart(one: Topic, other: Topic, *, by: User) -> DistinctTopics:
    """Not offered for merging any more. Saying so twice changes nothing; ValueError for a topic and itself."""
    if one.pk == other.pk:
        raise ValueError("A topic is the same as itself.")
    first, second = sorted((one, other), key=lambda topic: topic.pk)
    pair, _is_new = DistinctTopics.objects.get_or_create(one=first, other=second, defaults={"said_by_id": by.pk})
    return pair


def offer_again(one: Topic, other: Topic) -> None:
    DistinctTopics.objects.of(one.pk, other.pk).delete()
