"""The two sites of the drill of backups, who writes meanwhile, and how they differ. Imported with known settings."""

import os
import shutil
import subprocess
import sys
import time
from copy import copy
from pathlib import Path
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from events.models import Organisation, OrganisationName
from kpknow.content.models import Change, Source
from kpknow.search.corpus.loading import load_corpus
from kpknow.search.indexing import catch_up
from kpknow.settings import ROOT
from kpknow.upkeep.backups.keys import make_key
from stories.models import Block
from tests.drills.clusters import SITE, Cluster
from tests.drills.damage import forked
from tests.drills.pictures import give_pictures, sums
from tests.drills.writers import write

OTHER, MARK = "other", "written"
"""The alias of the site it is brought back to; what the titles of writers begin with."""
FIRST = 20
"""Writes of each writer before the backup begins."""
PAUSE = 0.05
"""Seconds between two writes of one: without, it takes SQLite's lock again before the other looks for it."""
HIDDEN = ("upkeep.jobrun", "accounts.staffsession")
"""Tables that a restore empties, or that say what the machine did."""


class Site:
    """The one this process works on; by ``empty_beside`` another, which it reads under an alias."""

    def __init__(self, folder: Path) -> None:
        """Makes its tables and its key, no records."""
        call_command("migrate", verbosity=0)
        self.vendor, self.alias, self.media = connection.vendor, "default", Path(settings.MEDIA_ROOT)
        self.environment = os.environ | {"BACKUP_RECIPIENTS": make_key(folder / "key")}

    def empty_beside(self, folder: Path, cluster: Cluster | None) -> Self:
        """With the same tables, as long as this one is empty, too."""
        var, other = folder / "other", copy(self)
        var.mkdir()
        other.alias, other.media = OTHER, var / "media"
        other.environment = os.environ | {"VAR_DIR": str(var)}
        connections.close_all()
        if cluster:
            name = OTHER
            other.environment["DATABASE_URL"] = f"{cluster.address.rpartition('/')[0]}/{OTHER}"
            cluster.copy_database(SITE, OTHER)
        else:
            name = str(shutil.copy(connection.settings_dict["NAME"], var / "kpknow.sqlite3"))
        connections.databases[OTHER] = connections.databases["default"] | {"NAME": name}
        return other

    def manage(self, *words: str) -> None:
        """A process of its own. Raises CalledProcessError."""
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)

    def fill(self, corpus: Path) -> int:
        """The bytes of its pictures."""
        load_corpus(corpus, complain=print, read=lambda _bytes: None)
        corpus.unlink()
        size = give_pictures()
        catch_up()  # rows that came in bulk: else the first who saves anything waits until all are indexed anew
        return size

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {
            model._meta.label_lower: model._base_manager.using(self.alias).count()
            for model in apps.get_models()
            if model._meta.managed and model._meta.label_lower not in HIDDEN
        }

    def words(self) -> list[Any]:
        """Every story as it is told."""
        told = Block._base_manager.using(self.alias).order_by("pk").values_list("story", "text_hash", "text")
        return [hash(row) for row in told.iterator(chunk_size=2000)]


class Writers:
    """Two that write up to twenty times a second, each a process; both are at it once this is made."""

    def __init__(self, folder: Path) -> None:
        self.enough = folder / "enough"
        self.notes = [folder / f"acknowledged-{number}" for number in range(2)]
        self.keys = []
        for number, notes in enumerate(self.notes):
            notes.touch()
            self.keys.append(forked(lambda notes=notes, number=number: self.write(notes, f"{MARK}-{number}")))
        while any(self.lines(notes) < FIRST for notes in self.notes):
            if any(os.waitpid(key, os.WNOHANG)[0] for key in self.keys):
                raise RuntimeError(f"a writer ended at once: {[notes.read_text() for notes in self.notes]}")
            time.sleep(0.01)

    def write(self, notes: Path, began: str) -> None:
        with notes.open("w") as noted:
            for number in range(10_000_000):
                if self.enough.exists():
                    return
                start = time.monotonic()
                try:
                    write(f"{began}-{number}")
                except DatabaseError as refused:
                    noted.write(f"refused {refused}\n")
                    return
                noted.write(f"{began}-{number} {time.monotonic() - start}\n")
                noted.flush()
                os.fsync(noted.fileno())
                time.sleep(PAUSE)

    @staticmethod
    def lines(notes: Path) -> int:
        return notes.read_text().count("\n")

    def noted(self) -> set[str]:
        """What is acknowledged so far."""
        return {line.split()[0] for notes in self.notes for line in notes.read_text().split("\n")[:-1]}

    def end(self) -> tuple[int, float, list[str]]:
        """Acknowledged in all, the longest wait of one in seconds, and the words of refusals."""
        self.enough.touch()
        for key in self.keys:
            os.waitpid(key, 0)
        lines = [line.partition(" ") for notes in self.notes for line in notes.read_text().splitlines()]
        waits = [float(wait) for title, _space, wait in lines if title != "refused"]
        return len(waits), max(waits), [words for title, _space, words in lines if title == "refused"]


def differences(site: Site, other: Site, before: dict[str, int], acknowledged: set[str]) -> list[str]:
    """What is not in the other site as it was. ``before``: rows when the writers began."""
    now, there = site.counts(), other.counts()
    faults = [
        f"{table} has {there[table]} rows; it had {before[table]} before and {now[table]} after"
        for table in before
        if not before[table] <= there[table] <= now[table]
    ]
    written = [
        set(kind.objects.using(OTHER).filter(**{f"{field}__startswith": MARK}).values_list(field, flat=True))
        for kind, field in ((Source, "title"), (Organisation, "name"), (OrganisationName, "name"))
    ]
    whole, some = set.intersection(*written), set.union(*written)
    noted = Change.objects.using(OTHER).filter(kind="content.source", verb="added").count()
    if lost := acknowledged - whole:
        faults.append(f"{len(lost)} acknowledged writes lost")
    if half := len(some - whole) + abs(noted - len(whole)):
        faults.append(f"{half} writes are half there")
    if site.words() != other.words():
        faults.append("the words of stories differ")
    if sums(site.media) != sums(other.media):
        faults.append("the pictures differ")
    return faults
