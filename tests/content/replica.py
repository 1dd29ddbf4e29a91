"""A replica for tests: a copy of the database that follows when it is told to."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection, connections

from kpknow.content.replica import REPLICA


class Replica:
    """On SQLite a file, on PostgreSQL a database beside the tests' own."""

    def __init__(self, folder: Path) -> None:
        self.file, self.name = folder / "replica.sqlite3", f"{connection.settings_dict['NAME']}_replica"
        name = self.name if connection.vendor == "postgresql" else str(self.file)
        connections.settings[REPLICA] = connection.settings_dict | {"NAME": name}
        copy = connections[REPLICA]
        copy.ensure_connection = lambda: self._connect(copy)  # Django's own refuses what no test declared beforehand
        self.catch_up()

    def _connect(self, copy: Any) -> None:
        if copy.connection is None:
            with copy.wrap_database_errors:
                copy.connect()

    def catch_up(self) -> None:
        connections[REPLICA].close()
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)
        else:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}" TEMPLATE "{{}}"')

    def breaks(self) -> None:
        """It answers, and one table is away."""
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("DROP TABLE stories_block" + (" CASCADE" if connection.vendor == "postgresql" else ""))

    def leaves(self) -> None:
        connections[REPLICA].close()
        connections[REPLICA].settings_dict["NAME"] = "/nowhere/replica"

    def remove(self) -> None:
        connections[REPLICA].close()
        del connections[REPLICA]
        del connections.settings[REPLICA]
        if connection.vendor == "postgresql":
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}"')

    def _on_server(self, *statements: str) -> None:
        """Nobody may be connected to a database that is copied."""
        source = connection.settings_dict["NAME"]
        connection.close()
        at: Any = connection.settings_dict
        with closing(psycopg2.connect(host=at["HOST"], port=at["PORT"], user=at["USER"], dbname="postgres")) as server:
            server.autocommit = True
            for statement in statements:
                server.cursor().execute(statement.format(source))
