import datetime as dt
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import wanted
from events.models.country import Country
from events.models.population import Population
from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import Record, RecordQuerySet, Use, User
from kpknow.content.partial_dates import PartialDateField

no_address = RegexValidator(r"^[^\d@/]*$", _("A city only, never an address: leave out numbers, “/” and “@”."))


class OrganisationKind(models.TextChoices):
    COMMUNITY_LED = "community_led", _("Community-led organisation")
    NETWORK = "network", _("Network or coalition")
    LINKING = "linking", _("Linking organisation")
    INTERNATIONAL = "international", _("International organisation")
    DONOR = "donor", _("Donor")
    GOVERNMENT = "government", _("Government body")
    ACADEMIC = "academic", _("Academic body")
    OTHER = "other", _("Other")


class Registration(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    REGISTERED = "registered", _("Registered")
    UNREGISTERED = "unregistered", _("Not registered")


class Shield(models.TextChoices):
    """How much of an organisation may be seen, from everything to nothing."""

    NONE = "none", _("None: shown as any other")
    NO_LINK = "no_link", _("No link: shown, without a way to its own pages")
    COUNTRY_ONLY = "country_only", _("Country only: “an organisation in …”")
    HIDDEN = "hidden", _("Hidden: as if it were not here")


NAMELESS = (Shield.COUNTRY_ONLY, Shield.HIDDEN)
SHIELDED = (Shield.NO_LINK, *NAMELESS)
"""Nothing leads to the sites of these."""


class OrganisationQuerySet(RecordQuerySet["Organisation"]):
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Published organisations whose shield lets their name be read. The shield holds for staff previews too."""
        return super().visible_to(user, use).exclude(shield__in=NAMELESS)

    def for_list(self) -> Self:
        return self.select_related("country").prefetch_related("populations")

    def for_page(self, user: User) -> Self:
        return super().for_page(user).select_related("country").prefetch_related("populations", "names")


class Organisation(Record):
    """A group, network, donor or other body. Never more of its place than country and, when useful, city."""

    wanted = wanted.ORGANISATION
    name = models.CharField(_("name"), max_length=200, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind.choices)
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        help_text=_("Empty: it works in many countries, or its country is not recorded."),
    )
    is_global = models.BooleanField(_("works in many countries"), default=False)
    city = models.CharField(_("city"), max_length=80, blank=True, validators=[no_address])
    founded = PartialDateField(_("founded"))
    registration = models.CharField(
        _("registration"), max_length=14, choices=Registration.choices, default=Registration.UNKNOWN
    )
    populations = models.ManyToManyField(Population, verbose_name=_("people"), blank=True, related_name="organisations")
    summary = models.TextField(_("what they do"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    shield = models.CharField(_("shield"), max_length=14, choices=Shield.choices, default=Shield.NONE)
    shield_reason = models.TextField(_("why it is shielded"), blank=True)
    shielded_on = models.DateField(_("shielded on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        indexes = [
            models.Index(
                fields=["website"], condition=models.Q(shield__in=SHIELDED), name="events_organisation_shielded"
            )
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(shield="none") | ~models.Q(shield_reason=""),
                name="events_organisation_shield_has_reason",
                violation_error_message=_("Say why the organisation is shielded."),
            ),
            models.CheckConstraint(
                condition=models.Q(city="") | models.Q(country__isnull=False),
                name="events_organisation_city_has_country",
                violation_error_message=_("A city needs its country."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("events:organisation", args=(self.slug,))

    @property
    def public_website(self) -> str:
        """Empty where a shield forbids it, and for groups that are not registered: they are found by name only."""
        is_open = self.shield == Shield.NONE and self.registration != Registration.UNREGISTERED
        return self.website if is_open else ""

    @property
    def place_words(self) -> str:
        """“Nairobi, Kenya”, “Kenya”, “many countries” or “country not recorded”."""
        if self.country:
            shows_city = self.city and self.registration != Registration.UNREGISTERED
            return f"{self.city}, {self.country}" if shows_city else str(self.country)
        return str(_("many countries") if self.is_global else _("country not recorded"))

    def publication_requirements(self) -> list[Requirement]:
        words = str(_("Give its country, or tick “works in many countries”."))
        blockers = [Blocker(words, "country")] if not self.country and not self.is_global else []
        return [
            *super().publication_requirements(),
            requirement(_("Its country, or “works in many countries”"), blockers),
        ]


class NameKind(models.TextChoices):
    FORMER = "former", _("Former name")
    LOCAL = "local", _("Name in local script or language")
    FULL = "full", _("Full name")


class OrganisationName(models.Model):
    """Another name it is or was known by."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=NameKind.choices)
    language = models.CharField(_("language"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("kind", "name")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An organisation in a network, from and until when it is known."""

    network = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="networks")
    starts = PartialDateField(_("from"))
    ends = PartialDateField(_("until"))

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("member__name",)
        constraints = [
            models.UniqueConstraint(fields=("network", "member"), name="events_membership_once"),
            models.CheckConstraint(
                condition=~models.Q(network=models.F("member")),
                name="events_membership_of_another",
                violation_error_message=_("An organisation is not a member of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.network}"
