from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.forms import EventForm
from events.models import Event, EventKind, Mode, PlacePrecision, Programme
from kpknow.curation.importing.columns import ChoiceColumn, LanguagesColumn, PartialDateColumn, TextColumn
from kpknow.curation.importing.naming_columns import COUNTRIES, POPULATIONS, TOPICS, ManyColumn, OneColumn
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables.records import SLUG, SOURCING


class EventTable(Table):
    kind = "events"
    title = _("Events")
    model = Event
    form = EventForm
    columns = (
        SLUG,
        TextColumn(
            "title", _("What the event is called."), "Learning from one another", required=True, also=("event",)
        ),
        ChoiceColumn(
            "kind", _("What kind of event it is."), "convening", required=True, also=("type",), choices=EventKind
        ),
        TextColumn("tagline", _("One or two sentences that lists show.")),
        TextColumn("series", _("The series it belongs to.")),
        OneColumn("programme", _("The programme it belongs to."), "kp-connect", of=Programme),
        OneColumn("parent", _("The event it was part of; for site visits."), of=Event, also=("part of",)),
        PartialDateColumn(
            "starts", _("Its first day, as far as it is known."), "2019-10-20", also=("start", "from", "date")
        ),
        PartialDateColumn("ends", _("Its last day, as far as it is known."), "2019-10-24", also=("end", "until", "to")),
        TextColumn("date_note", _("How a date was inferred.")),
        ChoiceColumn("place_precision", _("How much of the place is kept."), "city", choices=PlacePrecision),
        OneColumn("country", _("Where it was. Empty where the place is hidden."), "Kenya", of=COUNTRIES),
        TextColumn("city", _("A city, never an address; only where the place is kept as city."), "Nairobi"),
        ChoiceColumn("mode", _("Whether people met in one room."), "in_person", choices=Mode),
        LanguagesColumn("working_languages", _("The languages people worked in."), "en ru"),
        ManyColumn("countries", _("Countries participants came from."), "Kenya; Uganda", of=COUNTRIES),
        ManyColumn("populations", _("The people it was about."), "sex-workers", also=("people",), of=POPULATIONS),
        ManyColumn("topics", _("What it was about."), "PrEP", of=TOPICS, near="content_object", far="tag"),
        TextColumn("aims", _("Its aims, one a line.")),
        TextColumn("method", _("Its working methods, one a line.")),
        TextColumn("summary", _("What happened, in a few sentences.")),
        TextColumn("afterwards", _("What happened next, one a line.")),
        *SOURCING,
    )

    def attach(self, records: Sequence[Any]) -> None:
        """The event each one is part of, and that one's own."""
        parents = Event.objects.select_related("parent").in_bulk({one.parent_id for one in records if one.parent_id})
        for one in records:
            if one.parent_id in parents:
                one.parent = parents[one.parent_id]
