"""How long the database works on one question, and what connections are made with."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import ConnectionHandler, OperationalError, connection
from django.test import Client

from kpknow.content.patience import Patience, watch

ENDLESS = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c",
    "postgresql": "SELECT pg_sleep(60)",
}


def waits() -> str:
    """How long this process waits for one question."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return " ".join(str(one.seconds) for one in connection.execute_wrappers if isinstance(one, Patience))
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_readers_do_not_wait_for_ever_and_commands_may(tmp_path: Path) -> None:
    """Backups, migrations and purges take what they take: they are made as this process is, without wsgi."""
    env = os.environ | {"VAR_DIR": str(tmp_path), "PYTHONPATH": "."}
    script = "import kpknow.wsgi; from tests.content.test_patience import waits; print(waits())"
    run = subprocess.run([sys.executable, "-c", script], cwd=settings.ROOT, env=env, capture_output=True, check=True)

    said = run.stdout.decode().strip(), waits()
    assert said == (("20", "") if connection.vendor == "sqlite" else ("20s", "0"))


@pytest.mark.django_db(transaction=True)
def test_a_question_that_takes_too_long_ends_in_words(settings: Any) -> None:
    settings.STATEMENT_SECONDS = 0.05
    limit("50ms")

    def ask_for_ever(execute: Any, *question: Any) -> Any:
        with connection.cursor() as cursor:
            connection.execute_wrappers.remove(ask_for_ever)
            cursor.execute(ENDLESS[connection.vendor])
        return execute(*question)

    try:
        connection.execute_wrappers.append(ask_for_ever)
        given_up = Client(raise_request_exception=False).get("/stories/")
        after = Client().get("/stories/")
    finally:
        settings.STATEMENT_SECONDS = 0
        limit("0")

    assert (given_up.status_code, given_up["Retry-After"], after.status_code) == (503, "30", 200)
    assert "Exit this page" in given_up.content.decode()


def limit(words: str) -> None:
    connection.ensure_connection()
    watch(connection)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{words}'")


def test_whoever_reads_slowly_is_not_cut_off() -> None:
    patience = Patience(0)

    def execute(*_question: Any) -> bool:
        return patience.is_over()

    assert (patience(execute, "", None, False, {}), patience.is_over()) == (True, False)


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="it makes a file of its own")
def test_every_new_connection_keeps_what_it_acknowledges(tmp_path: Path) -> None:
    told = settings.DATABASES["default"] | {"NAME": str(tmp_path / "new.sqlite3")}
    found = []
    for _connection in range(2):
        fresh = ConnectionHandler({"default": told})["default"]
        with fresh.cursor() as cursor:
            names = "journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"
            found.append([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names])
        fresh.close()

    assert found == [["wal", 2, 1, 1, 20_000]] * 2


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL counts by itself")
def test_sqlite_goes_on_after_a_question_it_gave_up(tmp_path: Path, settings: Any) -> None:
    settings.STATEMENT_SECONDS = 0.05
    told = settings.DATABASES["default"] | {"NAME": str(tmp_path / "new.sqlite3")}
    fresh = ConnectionHandler({"default": told})["default"]
    with fresh.cursor() as cursor:
        with pytest.raises(OperationalError, match="interrupted"):
            cursor.execute(ENDLESS["sqlite"])
        after = cursor.execute("SELECT 1").fetchone()
    fresh.close()

    assert after == (1,)
