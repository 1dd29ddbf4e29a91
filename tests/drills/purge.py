"""Plants a word everywhere, takes everything back, purges, and reads the bytes of every file for it.

    python -m tests.drills.purge [--postgresql]

On SQLite in a folder of its own; with ``--postgresql`` on a server of its own, made by the commands of docs/deploy.md.
Looked through: the database and its log of writes, whatever else the server keeps, uploaded files, and a new backup,
opened. Exits with 1 where a copy is left.
"""

import logging
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from tests.drills import say, site_in
from tests.drills.clusters import Cluster, place_for

RESTLESS = "autovacuum_naptime=1", "autovacuum_analyze_threshold=1", "autovacuum_vacuum_threshold=1"
"""It samples tables all the time, the purge's moment included; on a slow machine it meets it by itself."""


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, in a folder of its own")
    with place_for("purge", *RESTLESS, on_postgresql=parser.parse_args().postgresql) as (folder, cluster):
        site_in(folder)
        logging.disable(logging.INFO)  # what could not be purged is said in warnings
        return drill(folder, cluster)


def drill(folder: Path, cluster: Cluster | None) -> int:
    from django.conf import settings  # noqa: PLC0415  # only now it knows its folder
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from kpknow.curation.actions.purging import purge_all  # noqa: PLC0415
    from kpknow.upkeep.backups.keys import make_key  # noqa: PLC0415
    from tests.drills.planting import WORD, plant, tables_with, take_everything_back  # noqa: PLC0415

    settings.BACKUP_RECIPIENTS = [make_key(folder / "key")]
    call_command("migrate", verbosity=0)
    curator = get_user_model()._default_manager.create_superuser("curator", password="a long pass phrase")
    plant(curator)
    take_everything_back(curator)
    if cluster:  # what it knows of the values of each column; and all it holds is in its files
        for statement in ("ANALYZE", "CHECKPOINT"):
            with connection.cursor() as cursor:
                cursor.execute(statement)
    planted, before = tables_with(WORD), copies(folder, WORD, "before")
    began = time.monotonic()
    done = purge_all(at_once=True)
    took = time.monotonic() - began
    after, left = copies(folder, WORD, "after"), tables_with(WORD)
    say(f"{connection.vendor}: planted in {sum(planted.values())} rows of {len(planted)} tables; {done}; {took:.1f} s")
    for where in before:
        say(f"  {where:24} {before[where]:6} copies before, {after[where]} after")
    return 1 if any(after.values()) or left else 0


def copies(folder: Path, word: str, when: str) -> dict[str, int]:
    """Where it was looked for → how often it stands there, in any case of letters."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from kpknow.upkeep.backups.archive import read_archive  # noqa: PLC0415
    from kpknow.upkeep.backups.keys import identities  # noqa: PLC0415
    from kpknow.upkeep.backups.snapshot import run_tool  # noqa: PLC0415

    var, kept, opened = Path(settings.VAR), folder / f"{when}.age", folder / f"{when}-opened"
    call_command("backup", kept)
    opened.mkdir()
    read_archive(kept, opened, identities(folder / "key"), lambda _size: None)
    if connection.vendor == "postgresql":
        run_tool("pg_dump", f"--file={opened / 'plain.sql'}")
        (opened / "database").unlink()  # compressed: the plain one says the same
    found = {"database": 0, "its log of writes": 0, "uploads and others": 0, "a new backup, opened": 0, "tombstones": 0}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                times = path.read_bytes().lower().count(word.encode())
            except FileNotFoundError:  # the server removed it meanwhile
                continue
            where = (
                "a new backup, opened" if opened in path.parents
                else "tombstones" if path.suffix == ".jsonl"
                else "its log of writes" if path.name.endswith("-wal") or path.parent.name == "pg_wal"
                else "database" if path.name.startswith("kpknow.sqlite3") or folder / "cluster" in path.parents
                else "uploads and others" if var in path.parents
                else ""
            )  # fmt: skip
            if where:
                found[where] += times
    return found


if __name__ == "__main__":
    sys.exit(main())
