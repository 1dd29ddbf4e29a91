"""Who is sent readers, and what readers meet while the database is away."""

from contextlib import ExitStack
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from kpknow.content.history.triggers import drop_trigger, installed
from kpknow.upkeep.readiness import every_migration_is_applied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew() -> None:
    every_migration_is_applied.cache_clear()


def away(kind: type[Exception]) -> Any:
    def refuse(*_call: Any) -> Any:
        raise kind("connection to 10.0.0.7 lost while reading zebrawort")

    return connection.execute_wrapper(refuse)


def answers(path: str, *hindered: Any) -> tuple[int, str]:
    client = Client(raise_request_exception=False)
    with ExitStack() as stack:
        for one in hindered:
            stack.enter_context(one)
        response = client.get(path)
    return response.status_code, response.content.decode()


def test_it_is_ready_where_everything_answers() -> None:
    assert answers("/readyz") == (200, "ready\n")


def test_it_lives_whatever_the_database_does() -> None:
    assert answers("/healthz", away(OperationalError)) == (200, "ok\n")


def test_it_is_not_ready_while_the_database_is_away_and_is_afterwards() -> None:
    assert answers("/readyz", away(OperationalError)) == (503, "The database does not answer.\n")
    assert answers("/readyz") == (200, "ready\n")


def test_it_is_not_ready_before_the_migrations_of_its_release() -> None:
    MigrationRecorder.Migration.objects.filter(app="upkeep").delete()

    assert answers("/readyz") == (503, "1 migrations wait: run manage.py migrate.\n")


@pytest.mark.parametrize("name", ["kh_stories_story_update", "kh_content_change_keep_delete"])
def test_it_is_not_ready_while_somebody_could_write_what_no_history_tells(name: str) -> None:
    with connection.cursor() as cursor:
        drop_trigger(connection, cursor, name, installed(connection, cursor)[name])

    assert answers("/readyz") == (503, "The database does not note what changes: run manage.py migrate.\n")


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/", "/stories/", "/search/?q=zebrawort", "/staff/", "/nowhere/"])
def test_a_reader_meets_a_page_with_the_way_out_and_no_word_of_what_broke(path: str, kind: type[Exception]) -> None:
    client = Client(raise_request_exception=False)
    with away(kind):
        response = client.get(path)

    if path not in {"/nowhere/", "/staff/"}:  # neither asks the database before it answers
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert "The site rests for a moment" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert b"zebrawort" not in response.content.replace(b'value="zebrawort"', b"")
    assert client.get(path).status_code in (200, 302, 404)
