from django.utils.translation import gettext_lazy as _

from events.forms import ResourceForm
from events.models import Event, Organisation, Programme, Resource, ResourceKind
from kpknow.curation.importing.columns import (
    ChoiceColumn,
    LanguagesColumn,
    MoneyColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
)
from kpknow.curation.importing.naming_columns import TOPICS, ManyColumn, OneColumn
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables.records import SLUG, SOURCING


class ResourceTable(Table):
    kind = "resources"
    title = _("Resources")
    model = Resource
    form = ResourceForm
    follows = ("organisations", "events")
    columns = (
        SLUG,
        TextColumn("title", _("What it is called."), "Safety toolkit", required=True, also=("resource",)),
        ChoiceColumn("kind", _("What it is."), "toolkit", required=True, also=("type",), choices=ResourceKind),
        TextColumn("summary", _("What it is about, in a few sentences.")),
        TextColumn("contents", _("Its chapters or modules, one a line.")),
        ManyColumn("publishers", _("Who published it."), "blue-river-network", also=("publisher",), of=Organisation),
        OneColumn("programme", _("The programme it belongs to."), of=Programme),
        ManyColumn("events", _("The events it comes from."), also=("event",), of=Event),
        ManyColumn("topics", _("What it is about."), "PrEP", of=TOPICS, near="content_object", far="tag"),
        PartialDateColumn("issued", _("When it came out."), "2019-10", also=("published", "date", "year")),
        LanguagesColumn("languages", _("The languages it can be had in."), "en fr"),
        NumberColumn("pages", _("How many pages it has."), "24"),
        TextColumn("page_note", _("Pages by language."), "English summary from page 21"),
        MoneyColumn("cost", _("What it costs; 0 where it is free."), "0"),
        TextColumn("currency", _("ISO 4217; a cost needs it."), "EUR"),
        TextColumn("licence", _("What may be done with it."), "CC BY 4.0", also=("license",)),
        TextColumn(
            "url", _("Its address on the web."), "https://example.org/toolkit", also=("link", "website", "address")
        ),
        *SOURCING,
    )
