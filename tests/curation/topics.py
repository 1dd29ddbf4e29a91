"""What the tests of merging ask of the database."""

from typing import Any

from events.models import Topic, TopicTerm
from kpknow.content.models import FormerAddress
from kpknow.curation.taggings import tagging_models


def everything() -> dict[str, Any]:
    """All that a merge may change, row by row, keys included."""
    tables = [Topic, TopicTerm, FormerAddress, *tagging_models().values()]
    rows = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in tables}
    for address in rows["content.FormerAddress"]:
        del address["id"]  # one that was dropped and came back is a new row
    return rows


def carrying(topic: Topic) -> set[tuple[str, int]]:
    """Kind and key of every record that carries a topic."""
    return {
        (kind, record)
        for kind, model in tagging_models().items()
        for record in model.objects.filter(tag=topic).values_list("content_object", flat=True)
    }
