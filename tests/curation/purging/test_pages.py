"""What the database itself keeps of what was deleted."""

import pytest
from django.db import connection

from events.models import Organisation, OrganisationName
from kpknow.content.history.triggers import installed
from kpknow.content.models import Source
from kpknow.curation.purging.pages import write_files_anew

WORD = "quokkazeb"
SAMPLES = "SELECT tablename, attname FROM pg_stats s WHERE s::text LIKE %s"


def samples() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(SAMPLES, [f"%{WORD}%"])
        return cursor.fetchall()


def triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        return installed(connection, cursor)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_planned_by_the_words_of_rows_that_are_gone() -> None:
    """Of names none is left, and then ANALYZE alone would keep what it knew."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite counts values and keeps none")
    house = Organisation.objects.create(name="Stays", slug="stays")
    for number in range(2):
        OrganisationName.objects.create(organisation=house, name=f"{WORD}{number}")
        Source.objects.create(title=f"{WORD}{number}", slug=f"source-{number}")
    planted, before = samples(), triggers()
    OrganisationName.objects.all().delete()
    Source.objects.update(title="Another")

    write_files_anew()

    places = {("events_organisationname", "name"), ("content_source", "title")}
    assert places & set(planted) == places
    assert places & set(samples()) == set()
    assert triggers() == before
