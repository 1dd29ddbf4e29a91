from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kpknow.content.models import Record, RecordQuerySet, User
from kpknow.content.partial_dates import PartialDateField, period_words
from stories.models import wanted
from stories.models.theme import Theme


class SynthesisQuerySet(RecordQuerySet["Synthesis"]):
    def for_list(self) -> Self:
        return self.select_related("event__parent")

    def for_page(self, user: User) -> Self:
        """With ``shown_sections`` and ``shown_entries``, whose theme is None where it may not be seen: four queries."""
        themes = models.Prefetch("theme", queryset=Theme.objects.visible_to(user))
        entries = SynthesisEntry.objects.order_by("number").prefetch_related(themes)
        sections = SynthesisSection.objects.order_by("order").prefetch_related(
            models.Prefetch("entries", queryset=entries, to_attr="shown_entries")
        )
        return (
            super()
            .for_page(user)
            .select_related("event__parent")
            .prefetch_related(models.Prefetch("sections", queryset=sections, to_attr="shown_sections"))
            .annotate(shows_event=models.Exists(Event.objects.visible_to(user).filter(pk=models.OuterRef("event"))))
        )


class Synthesis(Record):
    """What participants themselves made of an event: an ordered report, numbered as they numbered it."""

    wanted = wanted.SYNTHESIS
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, null=True, blank=True, related_name="syntheses"
    )
    dated = PartialDateField(_("date"))
    authors = models.CharField(_("made by"), max_length=300, blank=True, help_text=_("Groups and roles, not names."))
    method = models.TextField(_("method"), blank=True)
    shows_event = False  # what was not asked is not shown; for_page() asks

    objects = SynthesisQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("synthesis")
        verbose_name_plural = _("syntheses")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("stories:synthesis", args=(self.slug,))

    @property
    def when(self) -> str:
        return period_words(self.dated, None)

    @property
    def shown_event(self) -> Event | None:
        """The event it was made at, if this reader may see that. Needs for_page()."""
        return self.event if self.shows_event else None


class SynthesisSection(models.Model):
    """One list of a synthesis: themes; or gaps, bridging behaviours, adaptations."""

    synthesis = models.ForeignKey(Synthesis, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("synthesis", "order")
        constraints = [models.UniqueConstraint(fields=("synthesis", "order"), name="stories_section_order_once")]

    def __str__(self) -> str:
        return f"{self.synthesis}: {self.title}"


class SynthesisEntry(models.Model):
    """One numbered entry of a section."""

    section = models.ForeignKey(SynthesisSection, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    is_gap = models.BooleanField(_("a gap"), default=False)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("our theme"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("section", "number")
        constraints = [models.UniqueConstraint(fields=("section", "number"), name="stories_entry_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
