"""Plants a word everywhere, takes everything back, purges, and reads the bytes of every file for it.

    python -m tests.drills.purge            on SQLite, in a folder of its own
    DATABASE_URL=postgres://… python -m …   on an empty PostgreSQL database, which it fills and leaves to you

Looked through: the database and its log of writes (a ``pg_dump`` on PostgreSQL), uploaded files, and a new backup,
opened. Exits with 1 where a copy is left.
"""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drills import say, site_in


def main() -> int:
    with TemporaryDirectory(prefix="drill-purge-") as name:
        folder = Path(name)
        site_in(folder)
        return drill(folder)


def drill(folder: Path) -> int:
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
    found = {"database": 0, "uploads and others": 0, "a new backup, opened": 0, "tombstones": 0}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            times = path.read_bytes().lower().count(word.encode())
            where = (
                "a new backup, opened" if opened in path.parents
                else "tombstones" if path.suffix == ".jsonl"
                else "database" if path.name.startswith("kpknow.sqlite3")
                else "uploads and others" if var in path.parents
                else ""
            )  # fmt: skip
            if where:
                found[where] += times
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
    sys.exit(main())
