"""Brings the site back from one file: checked before, whole or not at all, and without what was taken back since."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import Error, connection, models
from django.db.migrations.loader import MigrationLoader
from tqdm import tqdm

from events.models import Contributor
from kpknow.accounts.models import StaffSession
from kpknow.content.history.chain import seal_logs
from kpknow.content.models import ContentVersion, Door, Source
from kpknow.content.version import door_now
from kpknow.upkeep.backups.archive import DATABASE, MEDIA, Manifest, NotABackup, read_archive
from kpknow.upkeep.backups.keys import identities
from kpknow.upkeep.backups.replaying import Replayed, replay
from kpknow.upkeep.backups.snapshot import counts_in, origin, run_tool
from kpknow.upkeep.backups.tombstones import Tombstone, record_kinds, standing_tombstones
from kpknow.upkeep.backups.uploads import uploads
from kpknow.upkeep.barring import unbar_tables, write_from_here
from kpknow.upkeep.panic import close_site
from kpknow.upkeep.unfinished import folder_for


class NotEmpty(Exception):
    """There is a site already, and nobody said to replace it."""


def restore(
    source: Path, key: Path, stones: Iterable[Tombstone], *, may_replace: bool, is_shown: bool = False
) -> Replayed:
    """Everything of the file, but for what ``stones`` and the site that is replaced say was taken back since.

    Nobody stays signed in. A site that is closed stays closed. Raises NotEmpty, NotABackup, KeyMissing, SnapshotFailed
    and OSError: then the database and the files are as they were.
    """
    keys, door = identities(key), standing_door()
    taken_back = list(stones)
    if door is not None and holds_something():
        if not may_replace:
            raise NotEmpty
        taken_back += standing_tombstones()
    size = source.stat().st_size
    with folder_for("restore") as name:
        folder = Path(name)
        with tqdm(total=size, unit="B", unit_scale=True, disable=None if is_shown else True) as bar:
            manifest = read_archive(source, folder, keys, bar.update)
        fits(manifest)
        (folder / MEDIA).mkdir(exist_ok=True)
        with uploads().replaced_by(folder / MEDIA):
            bring_back = sqlite_back if connection.vendor == "sqlite" else postgresql_back
            replayed = bring_back(folder, manifest, taken_back)
    ContentType.objects.clear_cache()
    if door not in (None, Door.OPEN):
        close_site(Door(door))
    return replayed


def standing_door() -> str | None:
    """None where there are no tables yet."""
    try:
        return door_now()
    except Error:
        return None


def holds_something() -> bool:
    """Accounts, people or records; countries and words that come with the code are nobody's."""
    kinds: list[type[models.Model]] = [get_user_model(), Contributor, Source, *record_kinds()]
    return any(kind._default_manager.exists() for kind in kinds) or not uploads().is_empty()


def fits(manifest: Manifest) -> None:
    """Raises NotABackup for another kind of database, or one of a later release."""
    if manifest["vendor"] != connection.vendor:
        raise NotABackup(f"It is of {manifest['vendor']}, and this site runs on {connection.vendor}.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [
        f"{app} {name}" for app, name in manifest["migrations"] if app in apps.app_configs and (app, name) not in known
    ]
    if unknown:
        raise NotABackup(f"It is of a later release: this one does not know {unknown[0]}.")


def made_current(manifest: Manifest, taken_back: list[Tombstone]) -> Replayed:
    """In the restored database, before it serves: later migrations, what was taken back, no session, the door."""
    call_command("migrate", verbosity=0)
    replayed = replay(taken_back, into=origin() or manifest["origin"])
    StaffSession.objects.all().delete()
    seal_logs()
    ContentVersion.objects.filter(pk=1).update(door=Door.OPEN)
    return replayed


def sqlite_back(folder: Path, manifest: Manifest, taken_back: list[Tombstone]) -> Replayed:
    """Made ready in a file of its own, then copied over the site's in one transaction."""
    path = folder / DATABASE
    with closing(sqlite3.connect(path)) as copy:
        compare(manifest, counts_in(copy))
    with working_on(path):
        unbar_tables()
        replayed = made_current(manifest, taken_back)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as ready:
        ready.execute("PRAGMA journal_mode = DELETE")  # the site's own says how it is written
        ready.backup(connection.connection)
    return replayed


def compare(manifest: Manifest, counts: dict[str, int]) -> None:
    for table, count in manifest["counts"].items():
        if counts.get(table) != count:
            raise NotABackup(f"{table} has {counts.get(table)} rows instead of {count}.")


@contextmanager
def working_on(path: Path) -> Iterator[None]:
    """Django's connection leads there, and afterwards to where it led; the site's own is laid aside open."""
    own, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = own, name


EMPTY = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', one.name);
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', one.name);
  END LOOP;
END $$;
"""
COUNTED = """IF (SELECT count(*) FROM public.{}) <> {} THEN
RAISE EXCEPTION 'the rows of a table are not those that were kept'; END IF;
"""


def postgresql_back(folder: Path, manifest: Manifest, taken_back: list[Tombstone]) -> Replayed:
    """All in one transaction, rows counted before it ends; readers meet the neutral page until it is current."""
    empty, script, checks = folder / "empty.sql", folder / "restore.sql", folder / "checks.sql"
    run_tool("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(folder / DATABASE))
    empty.write_text(EMPTY)
    counted = "".join(COUNTED.format(connection.ops.quote_name(t), int(n)) for t, n in manifest["counts"].items())
    closed = f"UPDATE public.content_contentversion SET door = '{Door.NEUTRAL}';"  # noqa: S608  # our own word
    checks.write_text(f"DO $$ BEGIN {counted} END $$; {closed}")
    connection.close()
    quiet = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    run_tool("psql", *quiet, *(f"--file={path}" for path in (empty, script, checks)))
    write_from_here()
    return made_current(manifest, taken_back)
