import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.organisation import Organisation
from kpknow.content.models import Use
from kpknow.content.static_copy import is_copied


class Naming(models.TextChoices):
    """How a contributor chose to be named."""

    FULL_NAME = "full_name", _("Full name")
    FIRST_NAME = "first_name", _("First name")
    PSEUDONYM = "pseudonym", _("Pseudonym")
    ROLE = "role", _("By role only")
    UNNAMED = "unnamed", _("Not named")


class Contributor(models.Model):
    """A person or a group under the name they chose. Real names they did not choose are never stored."""

    name = models.CharField(
        _("name they chose"), max_length=120, help_text=_("For “by role” and “not named”: a label for staff.")
    )
    naming = models.CharField(_("how they are named"), max_length=12, choices=Naming.choices, default=Naming.UNNAMED)
    is_group = models.BooleanField(_("a group or organisation, not one person"), default=False)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Such as: peer educator."))
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
    )
    paper_kept_at = models.CharField(
        _("where the paper consent is kept"),
        max_length=200,
        blank=True,
        help_text=_("A place, never the paper itself."),
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name

    @property
    def public_name(self) -> str:
        """The words a page may use, provided a consent covers the name."""
        if self.naming == Naming.UNNAMED:
            return str(_("Unnamed"))
        if self.naming == Naming.ROLE:
            return self.role or str(_("Unnamed"))
        return self.name


class Part(models.TextChoices):
    """What of a person is shown; each names a column of Consent."""

    WORDS = "words", _("Words")
    NAME = "name", _("Name")
    PHOTO = "photo", _("Photograph")
    VOICE = "voice", _("Voice")
    VIDEO = "video", _("Moving picture")


class Basis(models.TextChoices):
    WRITTEN = "written", _("Written")
    RECORDED = "recorded", _("Recorded, spoken")
    PUBLISHED_SOURCE = "published_source", _("Published by the source; not reconfirmed with the person")


CHANGEABLE = {"withdrawn_at", "withdrawal_reason", "held_at"}
"""What may change of a recorded consent: how it ends, and whether the person holds it back."""


asked_of_people: list[Callable[[int], bool]] = []
"""Whether this person hides all of theirs and nobody has reviewed it yet; apps above this one add how they know."""


def person_hides(contributor: int | None) -> bool:
    """Whether what this person hid waits for a review: until then nothing may bring it back."""
    if contributor is None:
        return False
    held = Consent.objects.filter(contributor=contributor, held_at__isnull=False, withdrawn_at__isnull=True)
    return held.exists() or any(hides(contributor) for hides in asked_of_people)


def uses_asked(use: Use) -> tuple[Use, ...]:
    """What a consent has to allow: in a copy that leaves for good, exports beside whatever is asked."""
    return (use, Use.EXPORTS) if is_copied() else (use,)


class ConsentIsFinal(Exception):
    """A consent is never edited: withdraw it and record a new one."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def covering(self, part: Part, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Consents that cover this part for this use on this day (today, UTC, unless given)."""
        today = on or timezone.now().date()
        return self.filter(
            models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=today),
            withdrawn_at__isnull=True,
            held_at__isnull=True,
            **{f"covers_{part}": True, **{f"for_{asked}": True for asked in uses_asked(use)}},
        )

    def bulk_create(self, objs: Iterable["Consent"], *args: Any, **kwargs: Any) -> list["Consent"]:
        """Held as each would be by its own ``save``."""
        consents = list(objs)
        for consent in consents:
            consent.hold_if_hidden()
        return super().bulk_create(consents, *args, **kwargs)

    def covers(self, path: str, part: Part, use: Use = Use.WEB, on: dt.date | None = None) -> models.Exists:
        """Whether the consent a row names at ``path`` covers this; False for a row that names none.

        Asked of that one consent by its key. Compared with a list of all that hold, a page of one story would read
        every consent there is.
        """
        return models.Exists(self.covering(part, use, on).filter(pk=models.OuterRef(path)))


class Consent(models.Model):
    """What one contributor agreed to. Every page asks it again; it lapses by itself on the day after ``expires_on``."""

    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT, related_name="consents"
    )
    basis = models.CharField(_("basis"), max_length=18, choices=Basis.choices)
    covers_words = models.BooleanField(_("words"), default=False)
    covers_name = models.BooleanField(_("name"), default=False)
    covers_photo = models.BooleanField(_("photograph"), default=False)
    covers_voice = models.BooleanField(_("voice"), default=False)
    covers_video = models.BooleanField(_("moving picture"), default=False)
    for_web = models.BooleanField(_("on this site"), default=False)
    for_exports = models.BooleanField(_("in feeds and downloads"), default=False)
    for_translation = models.BooleanField(_("in translation"), default=False)
    given_on = models.DateField(_("given on"), null=True, blank=True, help_text=_("Empty: day not recorded."))
    review_on = models.DateField(_("ask again on"), null=True, blank=True)
    expires_on = models.DateField(_("last day it holds"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)
    held_at = models.DateTimeField(
        _("hidden by the person"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("While set it covers nothing; staff take it away after a review."),
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("recorded in place of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("contributor__name", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(given_on__isnull=True)
                | models.Q(expires_on__gte=models.F("given_on")),
                name="events_consent_ends_after_it_is_given",
                violation_error_message=_("The last day comes after the day it was given."),
            ),
            models.CheckConstraint(
                condition=models.Q(covers_words=True)
                | models.Q(covers_name=True)
                | models.Q(covers_photo=True)
                | models.Q(covers_voice=True)
                | models.Q(covers_video=True),
                name="events_consent_covers_something",
                violation_error_message=_("Tick at least one thing the consent covers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} · {self.get_basis_display()} · {self.state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only withdrawing and holding change a recorded consent; anything else raises ConsentIsFinal.

        A new one of somebody who hides theirs is held with the others until that is reviewed.
        """
        changed = set(kwargs.get("update_fields") or ())
        if self.pk and not self._state.adding and (not changed or changed - CHANGEABLE):
            raise ConsentIsFinal
        if self._state.adding:
            self.hold_if_hidden()
        super().save(*args, **kwargs)

    def hold_if_hidden(self) -> None:
        if self.held_at is None and person_hides(self.contributor_id):
            self.held_at = timezone.now()

    def covers(self, part: Part, use: Use = Use.WEB, on: dt.date | None = None) -> bool:
        """The same question as ConsentQuerySet.covering, for one already loaded."""
        today = on or timezone.now().date()
        return bool(
            self.withdrawn_at is None
            and self.held_at is None
            and (self.expires_on is None or self.expires_on >= today)
            and getattr(self, f"covers_{part}")
            and all(getattr(self, f"for_{asked}") for asked in uses_asked(use))
        )

    @property
    def parts_words(self) -> str:
        return self._ticked("covers_")

    @property
    def uses_words(self) -> str:
        return self._ticked("for_")

    def _ticked(self, beginning: str) -> str:
        fields = (field for field in self._meta.fields if field.name.startswith(beginning))
        return ", ".join(str(field.verbose_name) for field in fields if getattr(self, field.name))

    @property
    def state(self) -> str:
        if self.withdrawn_at:
            return str(_("withdrawn"))
        if self.expires_on and self.expires_on < timezone.now().date():
            return str(_("expired"))
        if self.held_at:
            return str(_("hidden by the person"))
        return str(_("valid"))


class Contribution(models.Model):
    """What one contributor gave to one record, in which role, under which consent."""

    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    consent = models.ForeignKey(
        Consent,
        verbose_name=_("consent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Without one, nothing of this person is shown."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.contributor)

    def clean(self) -> None:
        if (
            self.consent_id
            and self.contributor_id
            and self.consent
            and self.consent.contributor_id != self.contributor_id
        ):
            raise ValidationError({"consent": _("This consent was given by somebody else.")})

    def covers(self, part: Part, use: Use = Use.WEB) -> bool:
        return self.consent is not None and self.consent.covers(part, use)

    @property
    def shown_name(self) -> str:
        """The name a page may print: as they chose, or “name withheld”. Needs contributor and consent loaded."""
        return self.contributor.public_name if self.covers(Part.NAME) else str(_("Name withheld"))
