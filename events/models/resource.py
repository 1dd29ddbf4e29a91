from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from events.models import wanted
from events.models.event import Event
from events.models.organisation import NAMELESS, Organisation
from events.models.programme import Programme
from events.models.topic import TaggedResource
from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import Record, RecordQuerySet, Use, User
from kpknow.content.partial_dates import PartialDateField
from kpknow.safety.kept_files import KeptFileField


def random_name(resource: "Resource", uploaded: str) -> str:
    """A name that tells nothing: people name files after places and people."""
    return f"files/{get_random_string(20).lower()}{PurePosixPath(uploaded).suffix.lower()}"


class ResourceKind(models.TextChoices):
    REPORT = "report", _("Report")
    TOOLKIT = "toolkit", _("Toolkit")
    COURSE = "course", _("Course")
    SLIDES = "slides", _("Slides")
    PODCAST = "podcast", _("Podcast")
    FILM = "film", _("Film")


class ResourceQuerySet(RecordQuerySet["Resource"]):
    def visible_to(self, user: User, use: Use = Use.WEB) -> Self:
        """Published resources whose publishers may all be named."""
        return super().visible_to(user, use).exclude(publishers__shield__in=NAMELESS)

    def for_list(self) -> Self:
        return self.prefetch_related("publishers")

    def for_page(self, user: User) -> Self:
        return super().for_page(user).select_related("programme").prefetch_related("topics")


class Resource(Record):  # type: ignore[django-manager-missing]  # of taggit's, which has no types
    """Something to take away: a report, toolkit, course, set of slides, podcast or film."""

    wanted = wanted.RESOURCE
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind.choices)
    summary = models.TextField(_("summary"), blank=True)
    contents = models.TextField(_("what is in it"), blank=True, help_text=_("Chapters or modules, one a line."))
    publishers = models.ManyToManyField(
        Organisation, verbose_name=_("publishers"), blank=True, related_name="resources"
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
    )
    events = models.ManyToManyField(Event, verbose_name=_("events"), blank=True, related_name="resources")
    topics = TaggableManager(through=TaggedResource, verbose_name=_("topics"), blank=True, related_name="resources")
    languages = models.CharField(
        _("languages"), max_length=80, blank=True, help_text=_("BCP 47, separated by spaces; empty: not recorded.")
    )
    page_note = models.CharField(
        _("pages by language"), max_length=200, blank=True, help_text=_("Such as: English summary from page 21.")
    )
    issued = PartialDateField(_("issued"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217, such as EUR."))
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Empty: address not recorded."))

    file = KeptFileField(
        _("file kept here"),
        upload_to=random_name,
        blank=True,
        max_length=100,
        help_text=_("PDF, Word, Excel, PowerPoint."),
    )
    file_kind = models.CharField(max_length=4, blank=True, editable=False)
    file_bytes = models.PositiveIntegerField(default=0, editable=False)
    file_tells = models.JSONField(_("what the file tells besides its pages"), default=list, editable=False)
    file_checked = models.BooleanField(
        _("what the file tells besides its pages may be read by everybody"), default=False
    )

    objects = ResourceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ("title",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost=0) | ~models.Q(currency=""),
                name="events_resource_cost_has_currency",
                violation_error_message=_("A cost needs its currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:resource", args=(self.slug,))

    def publication_requirements(self) -> list[Requirement]:
        lines = super().publication_requirements()
        if self.file:
            lines.append(requirement(_("A file that tells nothing besides its pages"), self._unanswered()))
        return lines

    def _unanswered(self) -> Iterator[Blocker]:
        if not self.file_is_answered:
            words = _("The file tells more than its pages: have that taken out, or say that everybody may read it.")
            yield Blocker(str(words), "file_checked")

    @property
    def file_is_answered(self) -> bool:
        """Whether readers may have the file: it tells nothing besides its pages, or somebody said that all may read it.

        Asked on every page, not only when publishing: a file may come to a resource that is public already.
        """
        return not self.file_tells or self.file_checked

    @property
    def file_address(self) -> str:
        return reverse("events:resource_file", args=(PurePosixPath(self.file.name or "").name,)) if self.file else ""

    @property
    def cost_words(self) -> str:
        """“75 EUR”, “free of charge” or “cost not recorded”."""
        if self.cost is None:
            return str(_("cost not recorded"))
        return f"{self.cost.normalize():f} {self.currency}" if self.cost else str(_("free of charge"))
