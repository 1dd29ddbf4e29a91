"""The kinds of records that come and go as tables, in the order they are brought in."""

from typing import Any

from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables.organisations import OrganisationTable

TABLES: dict[str, Table] = {table.kind: table for table in (OrganisationTable(),)}


def table_of(model: Any) -> Table | None:
    """The table of a model's records, if they have one."""
    return next((table for table in TABLES.values() if table.model is model), None)
