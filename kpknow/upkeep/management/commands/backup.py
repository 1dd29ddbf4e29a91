from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.upkeep.backups.keys import KeyMissing, make_key
from kpknow.upkeep.backups.snapshot import SnapshotFailed
from kpknow.upkeep.backups.taking import take_backup
from kpknow.upkeep.backups.tombstones import Unreadable
from kpknow.upkeep.refusal import in_words


class Command(BaseCommand):
    help = (
        "Writes the whole site into one file, encrypted to BACKUP_RECIPIENTS, while it runs; and beside it"
        " tombstones.jsonl, which keeps every restored copy from bringing back what was taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--new-key", action="store_true", help="Make a key in this file instead; print its public half."
        )

    def handle(self, *args: Any, file: Path, new_key: bool = False, **options: Any) -> None:
        try:
            if new_key:
                self.stdout.write(f"BACKUP_RECIPIENTS={make_key(file)}")
                return
            size = take_backup(file, is_shown=True)
        except (KeyMissing, SnapshotFailed, Unreadable, OSError) as refused:
            raise CommandError(in_words(refused)) from refused
        self.stdout.write(f"{file}: {size / 1024**2:.1f} MB.")
