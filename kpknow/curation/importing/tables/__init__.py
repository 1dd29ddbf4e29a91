"""The kinds of records that come and go as tables, in the order they are brought in."""

from typing import Any

from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables.contributors import ContributorTable
from kpknow.curation.importing.tables.events import EventTable
from kpknow.curation.importing.tables.organisations import OrganisationTable
from kpknow.curation.importing.tables.parts import ParticipationTable, SessionTable
from kpknow.curation.importing.tables.resources import ResourceTable
from kpknow.curation.importing.tables.stories import StoryTable

TABLES: dict[str, Table] = {
    table.kind: table
    for table in (
        OrganisationTable(),
        EventTable(),
        SessionTable(),
        ParticipationTable(),
        ContributorTable(),
        StoryTable(),
        ResourceTable(),
    )
}


def table_of(model: Any) -> Table | None:
    """The table of a model's records, if they have one."""
    return next((table for table in TABLES.values() if table.model is model), None)
