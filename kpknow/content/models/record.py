from collections.abc import Collection
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kpknow.content.blocker import Blocker, Requirement
from kpknow.content.completeness import Wanted
from kpknow.content.languages import direction, own_name
from kpknow.content.models.draft_reader import DraftReader
from kpknow.content.models.former_address import remember_slug
from kpknow.content.models.source import Source

User = AbstractBaseUser | AnonymousUser | DraftReader

language_tag = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$", _("Write a language tag such as en, fr or pt-BR (BCP 47).")
)


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Use(models.TextChoices):
    """What a reader will do with a record; consent is given for each apart."""

    WEB = "web", _("Pages of this site")
    EXPORTS = "exports", _("Feeds, downloads and other copies that leave this site")
    TRANSLATION = "translation", _("Translations")


def may_preview(user: User, model: type[models.Model]) -> bool:
    """Whether this person may read records of this kind before they are published."""
    if not (getattr(user, "is_staff", False) and isinstance(user, PermissionsMixin)):
        return False
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


RecordT_co = TypeVar("RecordT_co", bound="Record", covariant=True)


class RecordQuerySet(models.QuerySet[RecordT_co]):
    """Which records a reader may see. Every kind of record narrows ``visible_to`` by its own consents and shields."""

    def visible_to(self, user: User, use: Use = Use.WEB) -> Self:
        """Published records; staff who may view the kind also see drafts, never what was withdrawn.

        A DraftReader sees the drafts named to them beside what is published, on pages alone.
        """
        if may_preview(user, self.model):
            return self.exclude(status=Status.WITHDRAWN)
        if isinstance(user, DraftReader) and use == Use.WEB and (named := user.keys_of(self.model)):
            drafts = models.Q(pk__in=named, status__in=(Status.DRAFT, Status.IN_REVIEW))
            return self.filter(models.Q(status=Status.PUBLISHED) | drafts)
        return self.filter(status=Status.PUBLISHED)

    def for_list(self) -> Self:
        """With everything one entry of a list shows."""
        return self

    def for_page(self, user: User) -> Self:
        """With everything the record's own page shows to this reader."""
        return self.select_related("source")

    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")


class Record(models.Model):
    """Anything with a page of its own. Deleting is withdrawing, with a reason; the address then answers 410."""

    wanted: ClassVar[tuple[Wanted, ...]] = ()
    """What its kind should hold beyond what it needs to be published: see ``kpknow.content.completeness``."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("The last part of its address."))
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, db_index=True, editable=False
    )
    language = models.CharField(
        _("language"), max_length=20, default="en", validators=[language_tag], help_text=_("BCP 47: en, fr, pt-BR …")
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s_set"
    )
    source_page = models.CharField(_("page or part of the source"), max_length=60, blank=True)
    checked_on = models.DateField(_("checked against its source on"), null=True, blank=True)
    next_check_on = models.DateField(_("next check on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True, editable=False)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Whose own draft it is."),
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent for review by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    sent_at = models.DateTimeField(_("sent for review"), null=True, blank=True, editable=False)
    returned_words = models.TextField(_("why it was sent back"), blank=True, editable=False)

    lasting: ClassVar[tuple[str, ...]] = ()
    """Fields that no older version brings back."""
    _slug_in_database = ""

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "review", "publish")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="withdrawn")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
                name="%(app_label)s_%(class)s_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=models.Q(next_check_on__isnull=True)
                | models.Q(checked_on__isnull=True)
                | models.Q(next_check_on__gte=models.F("checked_on")),
                name="%(app_label)s_%(class)s_next_check_after_check",
                violation_error_message=_("The next check comes after the last one."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also remembers the old slug when it changed, so that no link ever dies."""
        old = self._slug_in_database
        with transaction.atomic():
            super().save(*args, **kwargs)
            if old and old != self.slug:
                remember_slug(self._meta.label_lower, old, self.slug)
        self._slug_in_database = self.slug

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        record = super().from_db(db, field_names, values, **options)
        record._slug_in_database = record.__dict__.get("slug", "")
        return record

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def language_name(self) -> str:
        return own_name(self.language)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def publication_requirements(self) -> list[Requirement]:
        """What the record itself needs before it may be published; ``publishing`` adds what others ask."""
        return []

    def publication_blockers(self) -> list[Blocker]:
        """What is missing of that."""
        return [blocker for line in self.publication_requirements() for blocker in line.blockers]
