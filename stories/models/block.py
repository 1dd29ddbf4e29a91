import datetime as dt
import hashlib
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Consent, Part
from kpknow.content.built_once import built_once
from kpknow.content.models import Use, User
from stories.models.story import Story, StoryContribution


class BlockKind(models.TextChoices):
    HEADING = "heading", _("Heading")
    PARAGRAPH = "paragraph", _("Paragraph")
    ITEM = "item", _("List item")
    TURN = "turn", _("Speaker's turn")


class BlockQuerySet(models.QuerySet["Block"]):
    def readable(self, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Blocks that are nobody's own words, or whose speaker consents, to a translation too where it is one.

        Says nothing about the story they are in.
        """
        covered = Consent.objects.covers("contribution__consent", Part.WORDS, use, on)
        translatable = Consent.objects.covers("contribution__consent", Part.WORDS, Use.TRANSLATION, on)
        return self.filter(
            models.Q(contribution__isnull=True) | covered,
            models.Q(contribution__isnull=True) | models.Q(story__translation_of__isnull=True) | translatable,
        )

    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        # asked of each block, not of all stories: a page has a few of one and the site has thousands of the other
        stories = Story.objects.visible_to(user, use, on).filter(pk=models.OuterRef("story"))
        return self.readable(use, on).filter(models.Exists(stories))


class Block(models.Model):
    """A heading, paragraph, list item or speaker's turn; plain text. Its id and number survive edits of the story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="blocks")
    order = models.PositiveIntegerField(_("order"))
    number = models.PositiveIntegerField(_("lasting number"), help_text=_("The n of #tn; never given twice."))
    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind.choices)
    contribution = models.ForeignKey(
        StoryContribution,
        verbose_name=_("whose words"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="blocks",
    )
    narrator = models.CharField(_("unnamed voice"), max_length=40, blank=True, help_text=_("Such as: Narrator."))
    text = models.TextField(_("text"))
    text_hash = models.CharField(max_length=64, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ("story", "order")
        constraints = [models.UniqueConstraint(fields=("story", "number"), name="stories_block_number_once")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Its place on the story's page. Needs ``story`` loaded."""
        return f"{self.story.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"t{self.number}"

    @property
    def speaker(self) -> str:
        """Who says it, as far as it may be said; empty for text that is nobody's turn."""
        return self.contribution.shown_name if self.contribution else self.narrator


def text_hash(text: str) -> str:
    """SHA-256 of the text, hexadecimal: how a block is known again after an edit."""
    return hashlib.sha256(text.encode()).hexdigest()
