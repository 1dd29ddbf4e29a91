"""What the database itself keeps of what was deleted."""

import contextlib
import logging
from collections.abc import Iterator
from threading import Timer

import psycopg2
import pytest
from django.db import connection

from events.models import Organisation, OrganisationName
from kpknow.content.history.triggers import installed
from kpknow.content.models import Source
from kpknow.curation.purging import pages
from kpknow.curation.purging.pages import write_files_anew
from kpknow.search.models import SearchDoc

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
        SearchDoc.objects.create(pk=number, owner=number, number=0, body=f"{WORD}{number}", address=f"/{WORD}{number}/")
    planted, before = samples(), triggers()
    OrganisationName.objects.all().delete()
    SearchDoc.objects.all().delete()
    Source.objects.update(title="Another")

    write_files_anew()

    places = {("events_organisationname", "name"), ("content_source", "title")}
    places |= {("search_searchdoc", name) for name in ("body", "address", "stems")}
    assert places & set(planted) == places
    assert places & set(samples()) == set()
    assert triggers() == before


@contextlib.contextmanager
def somebody_reads_all_as_it_is_now() -> "Iterator[psycopg2.extensions.connection]":
    """As pg_dump does, until it is closed; as it does, holding no table yet."""
    with contextlib.closing(psycopg2.connect(**connection.get_connection_params())) as reader:
        reader.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with reader.cursor() as cursor:
            cursor.execute("SELECT 1")
        yield reader


def size_of_names() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [OrganisationName._meta.db_table])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_rows_as_they_were_is_waited_for() -> None:
    """PostgreSQL carries rows that somebody may still read over into the new file."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes its file anew once nobody reads the old pages")
    house = Organisation.objects.create(name="Stays", slug="stays")
    OrganisationName.objects.create(organisation=house, name=WORD)
    with somebody_reads_all_as_it_is_now() as reader:
        OrganisationName.objects.all().delete()
        ends = Timer(1, reader.close)
        ends.start()

        write_files_anew()

        ends.join()
    assert size_of_names() == 0


@pytest.mark.django_db(transaction=True)
def test_whoever_never_ends_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("as above")
    monkeypatch.setattr(pages, "OLD_READERS", 0.2)
    house = Organisation.objects.create(name="Stays", slug="stays")
    OrganisationName.objects.create(organisation=house, name=WORD)
    with somebody_reads_all_as_it_is_now(), caplog.at_level(logging.WARNING):
        OrganisationName.objects.all().delete()
        assert not write_files_anew()
        assert "removed by a later run" in caplog.text
        assert size_of_names() > 0

    assert write_files_anew()

    assert size_of_names() == 0
