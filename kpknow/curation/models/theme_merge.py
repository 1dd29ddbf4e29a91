from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.curation.models.moved import Merge, Moved
from stories.models import Theme


class ThemeMerge(Merge):
    """One theme became another."""

    merged = models.ForeignKey(Theme, verbose_name=_("merged theme"), on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Theme, verbose_name=_("kept theme"), on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(
        _("places before"), default=dict, help_text=_("Table and column, key of the row and the number it had.")
    )
    packs = models.JSONField(_("take-home packs that followed"), default=list, help_text=_("Their keys."))
    led_here = models.JSONField(
        _("themes merged into it before"), default=list, help_text=_("Their keys: they lead to the kept theme now.")
    )
    limits_before = models.TextField(_("limits of the kept theme before"), blank=True)
    limits_after = models.TextField(_("limits of the kept theme after"), blank=True)

    class Meta(Merge.Meta):
        verbose_name = _("merge of themes")
        verbose_name_plural = _("merges of themes")
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged=models.F("kept")), name="curation_theme_merge_of_two"),
            models.UniqueConstraint(
                fields=("merged",),
                condition=models.Q(undone_at__isnull=True),
                name="curation_theme_merge_stands_once",
            ),
        ]


class ThemeSplit(Moved):
    """Passages and findings of one theme went to another, which may have been made for them."""

    source = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Theme, verbose_name=_("where it moved"), on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(
        _("places before"), default=dict, help_text=_("Table and column, key of the row and the number it had.")
    )
    links_cut = models.JSONField(
        _("recommendations and the findings they rested on"), default=list, help_text=_("Pairs of keys.")
    )
    part_added = models.BigIntegerField(_("key of what readers are told"), null=True, blank=True)
    made_state = models.JSONField(
        _("new theme after the split"), null=True, blank=True, encoder=DjangoJSONEncoder, help_text=_("If it is new.")
    )
    split_at = models.DateTimeField(_("split"), auto_now_add=True)
    split_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("split by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Moved.Meta):
        verbose_name = _("split of a theme")
        verbose_name_plural = _("splits of themes")
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="curation_theme_split_of_two")
        ]
