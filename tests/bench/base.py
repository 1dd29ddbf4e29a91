"""A database of its own for each size, filled by the project's own loader."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.bench.corpus import write_corpus
from tests.bench.server import ROOT, cpu_seconds, on_cores

NAME = "kpknow_bench"


class Base:
    """``folder`` holds everything and is emptied first. With ``server`` (a DATABASE_URL) it is a PostgreSQL database
    of that server, dropped first and last; without, it is a SQLite file."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self.folder, self.server = folder, server
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        address = f"sqlite:///{folder}/kpknow.sqlite3"
        if server:
            self._on_server(f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
            address = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        self.environment = {
            "VAR_DIR": str(folder),
            "DATABASE_URL": address,
            "SITE_ADDRESS": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "kpknow.settings",
        }
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    def manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.all_environment, check=True)

    def load(self, stories: int) -> dict[str, Any]:
        """Seconds it took on all cores, Python's own start left out."""
        corpus = self.folder / "corpus.jsonl"
        write_corpus(corpus, stories)
        done = subprocess.run(
            [*on_cores(*range(os.cpu_count() or 1)), sys.executable, "-m", "tests.bench.load", str(corpus)],
            cwd=ROOT,
            env=self.all_environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        corpus.unlink()
        return dict(json.loads(done.stdout))

    def backends(self) -> list[int]:
        """Processes of the database server that work for the site; none for SQLite."""
        if not self.server:
            return []
        with psycopg2.connect(self.server) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [NAME])
            return [pid for (pid,) in cursor.fetchall()]

    def cpu(self) -> float:
        return sum(map(cpu_seconds, self.backends()))

    def size_mb(self) -> float:
        if self.server:
            with psycopg2.connect(self.server) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_database_size(%s)", [NAME])
                return float(cursor.fetchone()[0]) / 2**20
        return sum(path.stat().st_size for path in self.folder.glob("kpknow.sqlite3*")) / 2**20

    def drop(self) -> None:
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def all_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _on_server(self, *statements: str) -> None:
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()
