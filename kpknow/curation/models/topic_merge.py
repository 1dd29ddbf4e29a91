from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Topic


class TopicMerge(models.Model):
    """One topic became another: everything needed to say what happened, and to undo exactly that.

    States of topics are taken as the merge left them, so that an edit since is noticed. Nothing here is changed but
    ``undone_at`` and ``undone_by``.
    """

    merged = models.ForeignKey(Topic, verbose_name=_("merged topic"), on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Topic, verbose_name=_("kept topic"), on_delete=models.PROTECT, related_name="+")
    merged_state = models.JSONField(_("merged topic after the merge"))
    kept_state = models.JSONField(_("kept topic after the merge"))
    terms_moved = models.JSONField(
        _("terms moved"), default=list, help_text=_("Key of each term, and the kind it had before.")
    )
    terms_added = models.JSONField(_("terms added"), default=list, help_text=_("Their keys."))
    led_here = models.JSONField(
        _("topics merged into it before"), default=list, help_text=_("Their keys: they lead to the kept topic now.")
    )
    addresses_before = models.JSONField(
        _("former addresses before"), default=dict, help_text=_("Old slug and where it led.")
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("merge of topics")
        verbose_name_plural = _("merges of topics")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged=models.F("kept")), name="curation_topic_merge_of_two_topics"
            ),
            models.UniqueConstraint(
                fields=("merged",),
                condition=models.Q(undone_at__isnull=True),
                name="curation_topic_merge_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_state['name']} → {self.kept_state['name']}"


class MergedTagging(models.Model):
    """One tagging that a merge moved to the kept topic, or removed because the record had that topic already.

    It holds words and keys, as former addresses do: it outlives what it speaks of.
    """

    merge = models.ForeignKey(TopicMerge, on_delete=models.CASCADE, related_name="taggings")
    kind = models.CharField(_("kind of tagging"), max_length=60)
    tagging = models.BigIntegerField(_("key of the tagging"))
    record = models.BigIntegerField(_("key of the record"))
    was_double = models.BooleanField(_("removed as a double"), default=False)

    class Meta:
        verbose_name = _("merged tagging")
        verbose_name_plural = _("merged taggings")
        constraints = [
            models.UniqueConstraint(fields=("merge", "kind", "tagging"), name="curation_merged_tagging_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.tagging}"
