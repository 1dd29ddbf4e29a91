from collections.abc import Collection
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from events.models.term import Concept, Term, one_preferred, term_key
from kpknow.content.models import User
from kpknow.content.models.former_address import remember_slug

topic_key = term_key
"""A topic exists once, however it is written."""


class TopicKind(models.TextChoices):
    SERVICE = "service", _("Service or programme")
    RIGHTS = "rights", _("Law and rights")
    MOVEMENT = "movement", _("Movement and organisation")
    WELLBEING = "wellbeing", _("Health and wellbeing")
    METHOD = "method", _("Method of working or learning")


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: User) -> Self:
        """Topics that still stand for themselves; merged ones lead to the one they became."""
        return self.filter(merged_into__isnull=True)


class Topic(Concept, TagBase):  # type: ignore[misc,django-manager-missing]  # taggit has no types
    """A tag with a meaning."""

    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind.choices, blank=True)
    description = models.TextField(_("description"), blank=True)
    key = models.CharField(_("folded name"), max_length=120, unique=True, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    _slug_in_database = ""

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="events_topic_is_not_merged_into_itself"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also remembers the old slug when it changed, as records do."""
        self.key = topic_key(self.name)
        old = self._slug_in_database
        with transaction.atomic():
            super().save(*args, **kwargs)
            if old and old != self.slug:
                remember_slug(self._meta.label_lower, old, self.slug)
        self._slug_in_database = self.slug

    def get_absolute_url(self) -> str:
        return reverse("pages:tag", args=(self.slug,))

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        topic: Self = super().from_db(db, field_names, values, **options)
        topic._slug_in_database = topic.__dict__.get("slug", "")
        return topic


class TopicTerm(Term):
    """Another word for a topic."""

    concept_field = "topic"

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="terms")

    class Meta(Term.Meta):
        constraints = [*Term.Meta.constraints, one_preferred("topic")]


class TaggedEvent(ItemBase):  # type: ignore[misc]  # taggit has no types
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_events")
    content_object = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="tagged_topics")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("tag", "content_object"), name="events_event_tagged_once")]


class TaggedResource(ItemBase):  # type: ignore[misc]  # taggit has no types
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_resources")
    content_object = models.ForeignKey("events.Resource", on_delete=models.CASCADE, related_name="tagged_topics")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("tag", "content_object"), name="events_resource_tagged_once")]
