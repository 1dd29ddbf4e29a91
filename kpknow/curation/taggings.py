"""Every table that ties records to topics, whichever app it belongs to."""

from typing import Any

from django.db.models import Count
from taggit.models import ItemBase

from events.models import Topic


def tagging_models() -> dict[str, Any]:
    """Label (“stories.taggedstory”) → model of each kind of tagging, in a fixed order; a new kind is among them."""
    related = {relation.related_model for relation in Topic._meta.related_objects}
    models = [model for model in related if isinstance(model, type) and issubclass(model, ItemBase)]
    return {model._meta.label_lower: model for model in sorted(models, key=lambda model: model._meta.label_lower)}


def kind_name(model: Any) -> str:
    """What it tags, in the plural: “stories”."""
    return str(model._meta.get_field("content_object").related_model._meta.verbose_name_plural)


def records_of(topics: Any) -> dict[int, int]:
    """Topic key → how many records of any kind carry it, whatever their status: staff only. One query a kind."""
    totals: dict[int, int] = {}
    for model in tagging_models().values():
        for topic, count in model.objects.filter(tag__in=topics).order_by().values_list("tag").annotate(n=Count("pk")):
            totals[topic] = totals.get(topic, 0) + count
    return totals
