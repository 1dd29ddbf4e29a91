import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.upkeep.backups.archive import NotABackup
from kpknow.upkeep.backups.keys import KeyMissing
from kpknow.upkeep.backups.restoring import NotEmpty, restore
from kpknow.upkeep.backups.snapshot import SnapshotFailed
from kpknow.upkeep.backups.tombstones import NAME, Unreadable, read_tombstones
from kpknow.upkeep.refusal import in_words


class Command(BaseCommand):
    help = "Brings the site back from a file of “backup”. Stop the site and its timer first; the secret key is a file."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        key = os.environ.get("BACKUP_KEY_FILE")
        parser.add_argument("--key", type=Path, default=key, help="File with the secret key; else BACKUP_KEY_FILE.")
        parser.add_argument("--tombstones", type=Path, help=f"Else {NAME} beside the backup. The newest there is.")
        parser.add_argument("--replace", action="store_true", help="What is there now is lost.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if options["key"] is None:
            raise CommandError("Name the file with the secret key: --key FILE, or BACKUP_KEY_FILE.")
        beside = options["tombstones"] or file.with_name(NAME)
        if not beside.exists():
            if options["tombstones"]:
                raise CommandError(f"{beside} is not there.")
            self.stderr.write(f"{beside} is not there: what was taken back since this copy was made may come back.")
        try:
            stones = read_tombstones(beside)
            done = restore(file, Path(options["key"]), stones, may_replace=options["replace"], is_shown=True)
        except NotEmpty as there:
            raise CommandError("There is a site already. --replace puts this one in its place.") from there
        except (KeyMissing, NotABackup, SnapshotFailed, Unreadable, OSError) as refused:
            raise CommandError(in_words(refused)) from refused
        for left in done.left:
            self.stderr.write(f"{left} was erased since, and others rest on it here: it is hidden. Erase it by hand.")
        self.stdout.write(f"Restored. {done.count} were taken back again. Everybody signs in anew.")
