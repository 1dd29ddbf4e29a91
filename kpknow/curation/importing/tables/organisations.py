from django.utils.translation import gettext_lazy as _

from events.forms import OrganisationForm
from events.models import Organisation, OrganisationKind, Registration, Shield
from kpknow.curation.importing.columns import (
    ChoiceColumn,
    DayColumn,
    PartialDateColumn,
    TextColumn,
    YesNoColumn,
)
from kpknow.curation.importing.naming_columns import COUNTRIES, POPULATIONS, ManyColumn, OneColumn
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables.records import SLUG, SOURCING


class OrganisationTable(Table):
    kind = "organisations"
    title = _("Organisations")
    model = Organisation
    form = OrganisationForm
    columns = (
        SLUG,
        TextColumn(
            "name",
            _("Its name, in its own spelling. No two have the same."),
            "Blue River Network",
            required=True,
            also=("organisation", "organization", "nom", "название"),
        ),
        TextColumn("acronym", _("Its short name in letters."), "BRN"),
        ChoiceColumn(
            "kind",
            _("What kind of body it is."),
            "community_led",
            required=True,
            also=("type",),
            choices=OrganisationKind,
        ),
        OneColumn("country", _("Where it is. Empty where it works in many countries."), "Kenya", of=COUNTRIES),
        YesNoColumn("is_global", _("Whether it works in many countries."), "no", also=("works in many countries",)),
        TextColumn("city", _("A city, never an address. Only together with a country."), "Nairobi", also=("town",)),
        PartialDateColumn("founded", _("When it was founded, as far as that is known."), "2009"),
        ChoiceColumn("registration", _("Whether it is registered."), "registered", choices=Registration),
        ManyColumn(
            "populations",
            _("The people it is of and for."),
            "sex-workers",
            also=("people", "key populations"),
            of=POPULATIONS,
        ),
        TextColumn("summary", _("What it does, in a few sentences."), "Peer support and legal aid.", also=("about",)),
        TextColumn("website", _("Its address on the web."), "https://blueriver.example", also=("url", "web")),
        ChoiceColumn("shield", _("How much of it readers may see."), "none", choices=Shield),
        TextColumn("shield_reason", _("Why it is shielded; for staff only. A shield needs it.")),
        DayColumn("shielded_on", _("Since when it is shielded.")),
        *SOURCING,
    )
