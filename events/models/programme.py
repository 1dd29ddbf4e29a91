from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import wanted
from events.models.country import Country
from events.models.organisation import Organisation
from kpknow.content.models import Record, RecordQuerySet, User
from kpknow.content.partial_dates import PartialDateField, period_words


class ProgrammeQuerySet(RecordQuerySet["Programme"]):
    def for_list(self) -> Self:
        return self.prefetch_related("countries")

    def for_page(self, user: User) -> Self:
        return super().for_page(user).prefetch_related("countries")


class Programme(Record):
    """A funded effort over years that events and stories belong to."""

    wanted = wanted.PROGRAMME
    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    starts = PartialDateField(_("from"))
    ends = PartialDateField(_("until"))
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="programmes")
    summary = models.TextField(_("summary"), blank=True)
    aims = models.TextField(_("aims"), blank=True, help_text=_("One a line."))
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("partners"), through="ProgrammePartner", related_name="programmes"
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("events:programme", args=(self.slug,))

    @property
    def period(self) -> str:
        return period_words(self.starts, self.ends)


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    FUNDER = "funder", _("Funder")
    IMPLEMENTER = "implementer", _("Implementer")
    CAPACITY_BUILDER = "capacity_builder", _("Capacity builder")
    PARTNER = "partner", _("Partner")


class ProgrammePartner(models.Model):
    """An organisation in a programme, in a role."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="programme_partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="programme_roles")
    role = models.CharField(_("role"), max_length=16, choices=PartnerRole.choices)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("role", "organisation__name")
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "organisation", "role"), name="events_programme_partner_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"
