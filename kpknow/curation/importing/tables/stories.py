from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Event, Organisation, Programme
from kpknow.curation.importing.columns import ChoiceColumn, PartialDateColumn, TextColumn
from kpknow.curation.importing.naming_columns import COUNTRIES, POPULATIONS, TOPICS, ManyColumn, OneColumn
from kpknow.curation.importing.table import Refusals, Table
from kpknow.curation.importing.tables.records import SLUG, SOURCING
from stories.actions.blocks import UnknownSpeaker, read_blocks, unknown_speakers
from stories.forms import StoryForm
from stories.models import Story, StoryContribution, StoryKind


class StoryTable(Table):
    """Who tells a story and who speaks in it is said on its own page, with their consent: a table cannot give it."""

    kind = "stories"
    title = _("Stories")
    model = Story
    form = StoryForm
    follows = ("organisations", "events")
    made_with_record = ("stories.block",)
    columns = (
        SLUG,
        TextColumn("title", _("What the story is called."), "The circle that became a clinic", required=True),
        ChoiceColumn(
            "kind", _("What kind of text it is."), "case_story", required=True, also=("type",), choices=StoryKind
        ),
        TextColumn("standfirst", _("One to three sentences; lists show them, too."), required=True, also=("summary",)),
        PartialDateColumn("dated", _("When it was told or published."), "2019-10", also=("date",)),
        TextColumn("date_note", _("How a date was inferred.")),
        TextColumn("content_note", _("What a reader should know before reading.")),
        TextColumn("in_short", _("Up to three points, one a line.")),
        TextColumn("issue", _("The practice: what it was about.")),
        TextColumn("context", _("The practice: where and for whom.")),
        TextColumn("key_elements", _("The practice: what was done.")),
        TextColumn("outcomes", _("The practice: what came of it.")),
        TextColumn("lessons", _("The practice: what was learned.")),
        TextColumn(
            "body",
            _("The text: an empty line between paragraphs, ## before a heading, - before a point of a list."),
            also=("text",),
        ),
        OneColumn("event", _("The event it comes from."), of=Event),
        OneColumn("programme", _("The programme it belongs to."), of=Programme),
        ManyColumn("organisations", _("The organisations it is about."), also=("organisation",), of=Organisation),
        ManyColumn("countries", _("The countries it is about."), "Kenya", also=("country",), of=COUNTRIES),
        ManyColumn("populations", _("The people it is about."), "sex-workers", also=("people",), of=POPULATIONS),
        ManyColumn("topics", _("What it is about."), "PrEP", of=TOPICS, near="content_object", far="tag"),
        OneColumn("translation_of", _("The story this is a translation of."), of=Story),
        *SOURCING,
    )

    def attach(self, records: Sequence[Any]) -> None:
        """The labels of those who speak in each."""
        labels: dict[int, list[str]] = {}
        kept = StoryContribution.objects.filter(story__in=[one.pk for one in records if one.pk]).exclude(label="")
        for story, label in kept.values_list("story", "label"):
            labels.setdefault(story, []).append(label)
        for one in records:
            one.__dict__["_labels"] = labels.get(one.pk, [])

    def refusals(self, record: Any) -> Refusals:
        found = super().refusals(record)
        if unknown := unknown_speakers(record.body, record.__dict__.get("_labels", ())):
            found.setdefault("body", str(UnknownSpeaker(unknown)))
        return found

    def save(self, records: Sequence[Any]) -> None:
        super().save(records)
        for record in records:
            read_blocks(record)
