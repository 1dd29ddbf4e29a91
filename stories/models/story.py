import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from events.models import (
    NAMELESS,
    Consent,
    Contribution,
    Country,
    Event,
    Organisation,
    Part,
    Population,
    Programme,
    Topic,
)
from kpknow.content.blocker import Requirement
from kpknow.content.built_once import built_once
from kpknow.content.models import Figure, Record, RecordQuerySet, Use, User
from kpknow.content.partial_dates import PartialDateField, period_words
from stories.models import wanted
from stories.models.requirements import story_requirements
from stories.models.story_role import WHOLE_STORY, StoryRole

WORDS_PER_MINUTE = 200
"""Reading speed for the “4 min read” line; silent reading of adults averages 238 (Brysbaert 2019), second-language
readers are slower."""


def minutes_to_read(words: int) -> int:
    """At least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


LATEST = (models.F("dated_earliest").desc(nulls_last=True), "title", "pk")


class StoryKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    CASE_STORY = "case_story", _("Case story")
    STORY_OF_CHANGE = "story_of_change", _("Story of change")
    PODCAST = "podcast", _("Podcast")
    VIDEO = "video", _("Video and transcript")


class StoryQuerySet(RecordQuerySet["Story"]):
    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Stories told by somebody, all of whose authors and tellers consent today, about nobody who is shielded.

        A translation needs their consent to that as well.
        """
        tellers = StoryContribution.objects.filter(story=models.OuterRef("pk"), role__in=WHOLE_STORY).order_by()
        silent = tellers.exclude(Consent.objects.covers("consent", Part.WORDS, use, on))
        untranslated = tellers.exclude(Consent.objects.covers("consent", Part.WORDS, Use.TRANSLATION, on))
        nameless = Story.organisations.through.objects.filter(
            story=models.OuterRef("pk"), organisation__shield__in=NAMELESS
        )
        return (
            super()
            .visible_to(user, use)
            .filter(
                models.Q(translation_of__isnull=True) | ~models.Exists(untranslated),
                models.Exists(tellers),
                ~models.Exists(silent),
                ~models.Exists(nameless),
            )
        )

    def for_list(self) -> Self:
        return self.select_related("event").prefetch_related("countries").defer("body")

    def for_page(self, user: User) -> Self:
        """With what its page shows of the story itself, ``shown_event`` and ``shown_programme`` too: six queries."""
        return (
            super()
            .for_page(user)
            .select_related("event__parent", "programme")
            .prefetch_related("countries", "populations", "topics", "figures", "moments")
            .annotate(
                shows_event=models.Exists(Event.objects.visible_to(user).filter(pk=models.OuterRef("event"))),
                shows_programme=models.Exists(
                    Programme.objects.visible_to(user).filter(pk=models.OuterRef("programme"))
                ),
            )
        )

    def latest_first(self) -> Self:
        """By the date of the story itself; where the year is not recorded, last."""
        return self.order_by(*LATEST)


class Story(Record):  # type: ignore[django-manager-missing]  # of taggit's, which has no types
    """Something somebody told: an article, a case story, a story of change, a podcast, a film."""

    wanted = wanted.STORY
    title = models.CharField(_("title"), max_length=200)
    standfirst = models.TextField(
        _("standfirst"), max_length=600, help_text=_("One to three sentences; lists show it too.")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StoryKind.choices)
    dated = PartialDateField(_("date"), earliest_field="dated_earliest", latest_field="dated_latest")
    dated_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    dated_latest = models.DateField(null=True, blank=True, editable=False)
    date_note = models.CharField(_("note on the date"), max_length=200, blank=True)
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("What a reader should know before reading.")
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "Speaks of violence or crime, or could tell who somebody is: two people publish it. Once ticked, it stays."
        ),
    )
    takes_comments = models.BooleanField(
        _("readers may comment"),
        default=False,
        help_text=_("Each comment is read before it is shown. Never where a country of the story is a quiet one."),
    )
    in_short = models.TextField(_("in short"), blank=True, help_text=_("Up to three points, one a line."))
    issue = models.TextField(_("issue"), blank=True)
    context = models.TextField(_("context"), blank=True)
    key_elements = models.TextField(_("key elements"), blank=True)
    outcomes = models.TextField(_("outcomes"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_("Markdown: ## heading, paragraphs, - lists. [Label] before a paragraph: that speaker's turn."),
    )
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, null=True, blank=True, related_name="stories"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="stories"
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="stories"
    )
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="stories")
    populations = models.ManyToManyField(Population, verbose_name=_("people"), blank=True, related_name="stories")
    topics = TaggableManager(through="TaggedStory", verbose_name=_("topics"), blank=True, related_name="stories")
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
    )
    words_hash = models.CharField(max_length=64, blank=True, editable=False)
    """Of all its words, so that a translation can tell whether they changed; set by read_blocks."""
    translated_hash = models.CharField(max_length=64, blank=True, editable=False)
    """``words_hash`` of the original as it was when this translation was last saved."""
    word_count = models.PositiveIntegerField(default=0, editable=False)
    shows_event = shows_programme = False  # what was not asked is not shown; for_page() asks

    lasting = ("is_sensitive",)
    _was_sensitive = False

    objects = StoryQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ("title",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(translation_of=models.F("pk")), name="stories_story_is_not_its_own_translation"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once sensitive, always sensitive: else one person could untick it and publish alone."""
        self.is_sensitive = self.is_sensitive or self._was_sensitive
        super().save(*args, **kwargs)
        self._was_sensitive = self.is_sensitive

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        story = super().from_db(db, field_names, values, **options)
        story._was_sensitive = bool(story.__dict__.get("is_sensitive"))
        return story

    def get_absolute_url(self) -> str:
        return reverse("stories:story", args=(self.slug,))

    @property
    def when(self) -> str:
        return period_words(self.dated, None)

    @property
    def shown_event(self) -> Event | None:
        """The event it comes from, if this reader may see that. Needs for_page()."""
        return self.event if self.shows_event else None

    @property
    def shown_programme(self) -> Programme | None:
        """The programme it belongs to, if this reader may see that. Needs for_page()."""
        return self.programme if self.shows_programme else None

    @property
    def is_recorded(self) -> bool:
        """Whether it was heard or seen before it was read, so that turns in its text are a transcript."""
        return self.kind in (StoryKind.PODCAST, StoryKind.VIDEO)

    @property
    def minutes(self) -> int:
        return minutes_to_read(self.word_count)

    @property
    def practice(self) -> list[tuple[str, str]]:
        """The five fields participants were asked to document their practice in, those that are filled."""
        named = (
            (_("Issue"), self.issue),
            (_("Context"), self.context),
            (_("Key elements"), self.key_elements),
            (_("Outcomes"), self.outcomes),
            (_("Lessons"), self.lessons),
        )
        return [(str(name), text) for name, text in named if text.strip()]

    @property
    def needs_two_people(self) -> bool:
        """Whether a second person has to agree: it says so, or tells of a country where reading it is a risk."""
        in_quiet_country = self.countries.filter(is_quiet=True).exists()
        return self.is_sensitive or in_quiet_country or bool(self.event and self.event.is_in_quiet_country)

    def publication_requirements(self) -> list[Requirement]:
        return [*super().publication_requirements(), *story_requirements(self)]


class StoryFigure(Figure):
    """A number of the figures strip."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="figures")

    class Meta(Figure.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")


class Moment(models.Model):
    """One line of a story's timeline."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="moments")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    dated = PartialDateField(_("date"))
    text = models.CharField(_("what happened"), max_length=300)

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("timeline")
        ordering = ("story", "order")

    def __str__(self) -> str:
        return self.text


class StoryContribution(Contribution):
    """Who told, spoke in or made a story. A speaker's turns are shown only while their own consent holds."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="contributions")
    role = models.CharField(_("role"), max_length=12, choices=StoryRole.choices)
    label = models.CharField(
        _("label in the text"), max_length=40, blank=True, help_text=_("What stands in [brackets] before their turns.")
    )

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(fields=("story", "contributor", "role"), name="stories_contribution_once"),
            models.UniqueConstraint(
                fields=("story", "label"), condition=~models.Q(label=""), name="stories_contribution_label_once"
            ),
        ]


class TaggedStory(ItemBase):  # type: ignore[misc]  # taggit has no types
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_stories")
    content_object = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tagged_topics")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("tag", "content_object"), name="stories_story_tagged_once")]
