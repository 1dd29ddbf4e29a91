"""Purges killed in the middle. Imported once the settings are known."""

import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection

from kpknow.curation.actions.purging import purge_all
from stories.models import Story
from tests import builders as make
from tests.drills import a_moment, say
from tests.drills.clusters import Cluster
from tests.drills.damage import damages, database, forked, laid_aside, struck
from tests.drills.planting import WORD, plant, tables_with, take_everything_back

STAYS = "A wren sang"


def purges_killed(folder: Path, cluster: Cluster | None, *, rounds: int) -> list[str]:
    """The next run finishes it: no copy of what was withdrawn is in any file of the database."""
    desk = get_user_model()._default_manager.create_superuser("curator", password="a long pass phrase")  # type: ignore[attr-defined]
    plant(desk)
    take_everything_back(desk)
    make.make_story(STAYS, slug="wren")
    put_back, faults = laid_aside(folder, cluster, "planted"), []
    began = time.monotonic()
    purge_all(at_once=True)
    took = time.monotonic() - began
    for number in range(rounds):
        put_back()
        runner = forked(lambda: purge_all(at_once=True))
        a_moment(0, took)
        struck(runner, cluster if number % 2 else None)
        faults += damages()
        purge_all(at_once=True)
        faults += damages()
        copies = sum(path.read_bytes().lower().count(WORD.encode()) for path in files(cluster))
        if copies or tables_with(WORD):
            faults.append(f"{copies} copies left after a purge that was killed")
        if not Story.objects.filter(title=STAYS).exists():
            faults.append("a story nobody withdrew is gone")
    what = "a purge" if cluster is None else "a purge, or of its server,"
    say(f"{connection.vendor}: {rounds} × kill -9 of {what}: {len(faults)} faults; undisturbed {took:.1f} s")
    return faults


def files(cluster: Cluster | None) -> list[Path]:
    """Of this database alone: what was laid aside holds the word. And PostgreSQL's log of writes."""
    if cluster is None:
        return list(database().parent.glob("*.sqlite3*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = cluster.files / "base" / str(cursor.fetchone()[0])
    return [path for folder in (own, cluster.files / "pg_wal") for path in folder.rglob("*") if path.is_file()]
