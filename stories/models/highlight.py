import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from events.models import Answer, Consent, Part, Question, Session
from kpknow.content.built_once import built_once
from kpknow.content.models import Use, User
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models.block import Block
from stories.models.story import Story
from stories.models.theme import Theme


def new_public_id() -> str:
    """Eight letters and digits that say nothing about number or order."""
    return get_random_string(8, "abcdefghjkmnpqrstuvwxyz23456789")


class Display(models.TextChoices):
    """How a passage may be shown."""

    PARAPHRASE = "paraphrase", _("In our words")
    QUOTE_UNNAMED = "quote_unnamed", _("Quoted, without a name")
    QUOTE_NAMED = "quote_named", _("Quoted, with the name")
    STAFF = "staff", _("Staff only")


class HighlightState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    ORPHAN = "orphan", _("Orphan: its text has changed")


class HighlightQuerySet(models.QuerySet["Highlight"]):
    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Confirmed passages from sources this reader may see, whose owner consents. The same for staff.

        Nobody knows who gave an answer, so no consent can be asked: its words follow the survey, and stay out of sight
        where so few answered that they could be told apart.
        """
        covered = Consent.objects.covers("consent", Part.WORDS, use, on)
        named = Consent.objects.covers("consent", Part.NAME, use, on)
        blocks = Block.objects.visible_to(user, use, on).filter(pk=models.OuterRef("block"))
        sessions = Session.objects.visible_to(user, use, on).filter(pk=models.OuterRef("session"))
        questions = Question.objects.visible_to(user).filter(pk=models.OuterRef("question"))
        return self.filter(
            models.Exists(blocks) | models.Exists(sessions) | models.Exists(questions),
            models.Q(consent__isnull=True) | covered,
            ~models.Q(display=Display.QUOTE_NAMED) | named,
            models.Q(answer__isnull=True) | models.Q(question__base__gte=SMALLEST_GROUP),
            state=HighlightState.CONFIRMED,
        ).exclude(display=Display.STAFF)

    def coded_to(self, theme: Theme) -> Self:
        """Each once, however many coders agree."""
        return self.filter(models.Exists(Coding.objects.filter(highlight=models.OuterRef("pk"), theme=theme)))

    def lost_in(self, story: Story) -> Self:
        """Passages of a story whose words were edited away, with their block or without."""
        return self.filter(
            models.Q(block__story=story) | models.Q(was_in=story, block__isnull=True), state=HighlightState.ORPHAN
        )

    def for_page(self) -> Self:
        """With its source, its owner and its themes' codings: two queries in all."""
        return self.select_related(
            "block__story",
            "block__contribution__contributor",
            "block__contribution__consent",
            "session__event__parent",
            "question__survey",
            "consent__contributor",
        )


class Highlight(models.Model):
    """A passage somebody said, tied to exactly one source."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    block = models.ForeignKey(Block, on_delete=models.CASCADE, null=True, blank=True, related_name="highlights")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="highlights")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="highlights")
    was_in = models.ForeignKey(
        Story,
        verbose_name=_("story its block was in"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="lost_highlights",
    )
    answer = models.ForeignKey(
        Answer,
        verbose_name=_("answer to the question"),
        on_delete=models.DO_NOTHING,  # whoever forgets answers forgets these first: the database refuses it otherwise
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    start = models.PositiveIntegerField(_("from character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("to character"), null=True, blank=True)
    exact = models.TextField(_("marked words"), blank=True)
    prefix = models.CharField(_("words before"), max_length=64, blank=True)
    suffix = models.CharField(_("words after"), max_length=64, blank=True)
    text = models.TextField(
        _("the passage in our words"), blank=True, help_text=_("Empty: the marked words themselves.")
    )
    voice = models.CharField(
        _("who says it, in words"), max_length=120, blank=True, help_text=_("Such as: small groups; a survey answer.")
    )
    display = models.CharField(
        _("how it may be shown"), max_length=14, choices=Display.choices, default=Display.PARAPHRASE
    )
    state = models.CharField(_("state"), max_length=10, choices=HighlightState.choices, default=HighlightState.PROPOSED)
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), on_delete=models.PROTECT, null=True, blank=True, related_name="highlights"
    )
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    themes = models.ManyToManyField(Theme, through="Coding", related_name="highlights")
    shown_codings: "list[Coding]"  # set by reading.voices.visible_codings()

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(block__isnull=False, session__isnull=True, question__isnull=True)
                | models.Q(block__isnull=True, session__isnull=False, question__isnull=True)
                | models.Q(block__isnull=True, session__isnull=True, question__isnull=False)
                | models.Q(block__isnull=True, session__isnull=True, question__isnull=True, state="orphan"),
                name="stories_highlight_has_exactly_one_source",
                violation_error_message=_("A highlight has exactly one source: a block, a session or a question."),
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__isnull=False, end__isnull=False, end__gt=models.F("start")),
                name="stories_highlight_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(exact=""),
                name="stories_highlight_says_something",
                violation_error_message=_("Mark words in the source or write the passage in our words."),
            ),
            models.CheckConstraint(
                condition=~models.Q(display="quote_named") | models.Q(consent__isnull=False),
                name="stories_highlight_named_quote_has_consent",
                violation_error_message=_("A quotation with a name needs that person's consent."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True) | models.Q(question__isnull=False, consent__isnull=True),
                name="stories_highlight_answer_is_anonymous",
                violation_error_message=_("Nobody knows who gave this answer: there is no consent to name."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True)
                | ~models.Q(state="confirmed", display="paraphrase")
                | ~models.Q(text=""),
                name="stories_highlight_answer_is_told",
                violation_error_message=_("Tell the answer in our words before it is confirmed."),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_text[:80]

    def get_absolute_url(self) -> str:
        return reverse("stories:highlight", args=(self.public_id,))

    @property
    def shown_text(self) -> str:
        return self.text or self.exact

    @property
    def anchor(self) -> str:
        return f"h-{self.public_id}"

    @property
    def source_text(self) -> str:
        """The text its place is counted in, in code points: its block's, its session's notes, or its answer's.

        Needs them loaded.
        """
        if self.block:
            return self.block.text
        if self.answer:
            return self.answer.text
        return self.session.notes if self.session else ""

    @property
    def is_placed(self) -> bool:
        """Whether its marked words still stand where they were marked. Needs its source loaded."""
        return bool(self.exact) and self.source_text[self.start : self.end] == self.exact

    @property
    def source_url(self) -> str:
        """Where its source can be read. Needs what for_page() loads."""
        if self.block:
            anchor = self.anchor if self.is_placed or self.text else self.block.anchor
            return f"{self.block.story.get_absolute_url()}#{anchor}"
        if self.session:
            # a site visit stands inside its parent's page and has an anchor of its own, its sessions have none
            event = self.session.event
            return event.get_absolute_url() if event.parent else self.session.get_absolute_url()
        return self.question.get_absolute_url() if self.question else ""

    @property
    def source_object(self) -> Block | Session | Question | None:
        return self.block or self.session or self.question

    @property
    def shown_voice(self) -> str:
        """Who says it, never more than consent allows; “Voice not named” where nothing may be said.

        Of an answer never more than that it is one: country, kind of organisation and wave could tell people apart.
        """
        if self.answer_id:
            return str(_("A survey answer"))
        if self.display == Display.QUOTE_NAMED and self.consent:
            return self.consent.contributor.public_name if self.consent.covers(Part.NAME) else str(_("Name withheld"))
        if self.voice:
            return self.voice
        speaker = self.block.speaker if self.block and self.display != Display.QUOTE_UNNAMED else ""
        return speaker or str(_("Voice not named"))


class CodingQuerySet(models.QuerySet["Coding"]):
    def once(self) -> Self:
        """One for each theme of a highlight, the first, where several coders tied it."""
        earlier = Coding.objects.filter(
            highlight=models.OuterRef("highlight"), theme=models.OuterRef("theme"), pk__lt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(earlier.order_by()))


class Coding(models.Model):
    """A highlight tied to a theme by somebody: two coders who agree tie it twice, and readers hear one voice."""

    highlight = models.ForeignKey(Highlight, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coder"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CodingQuerySet.as_manager()

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        constraints = [
            models.UniqueConstraint(fields=("highlight", "theme", "coder"), name="stories_coding_once_a_coder"),
            models.UniqueConstraint(
                fields=("highlight", "theme"),
                condition=models.Q(coder__isnull=True),
                name="stories_coding_once_without_coder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.highlight} → {self.theme}"
