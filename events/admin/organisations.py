from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.forms import MembershipForm, OrganisationForm
from events.models import Membership, Organisation, OrganisationName, Shield
from kpknow.content.admin import RecordAdmin, TableRows, pill


class NameRows(TableRows):
    model = OrganisationName


class MemberRows(TableRows):
    """The members of this network."""

    model = Membership
    form = MembershipForm
    fk_name = "network"
    autocomplete_fields = ("member",)
    verbose_name = _("member")
    verbose_name_plural = _("members of this network")


class NetworkRows(TableRows):
    """The networks this organisation belongs to."""

    model = Membership
    form = MembershipForm
    fk_name = "member"
    autocomplete_fields = ("network",)
    verbose_name = _("network")
    verbose_name_plural = _("networks it belongs to")


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    form = OrganisationForm
    list_display = ("name", "acronym", "status_pill", "kind", "country", "shield_pill", "changed_at")
    list_filter = (
        "status",
        "shield",
        "kind",
        "registration",
        ("country", admin.RelatedOnlyFieldListFilter),
        "populations",
    )
    list_select_related: ClassVar[Any] = ("country",)
    search_fields = ("name", "acronym", "slug", "names__name")
    prepopulated_fields: ClassVar[Any] = {"slug": ("name",)}
    autocomplete_fields = ("country", "populations")
    fieldsets = (
        (None, {"fields": (("name", "acronym"), "slug", "kind")}),
        (_("Where it is"), {"fields": (("country", "is_global"), "city")}),
        (_("What it is"), {"fields": ("founded", "registration", "populations", "summary", "website")}),
        (
            _("Shield"),
            {
                "fields": ("shield", "shield_reason", "shielded_on"),
                "description": _("How much of it readers may see. It acts at once, on every page and file."),
            },
        ),
    )
    inlines = (NameRows, NetworkRows, MemberRows)

    @admin.display(description=_("shield"), ordering="shield")
    def shield_pill(self, organisation: Organisation) -> str:
        if organisation.shield == Shield.NONE:
            return ""
        return pill("shield", organisation.get_shield_display().split(":")[0])

    def choice_words(self, record: Organisation) -> str:
        return f"{record.name} ({record.acronym})" if record.acronym else record.name
