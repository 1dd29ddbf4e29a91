from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kpknow.upkeep.copies.bringing_back import import_site
from kpknow.upkeep.copies.folder import NotACopy
from kpknow.upkeep.refusal import in_words


class Command(BaseCommand):
    help = (
        "Brings the records of a copy of “export_site” into an empty site, as they were public, with consents as they"
        " were told there and never wider."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--though-expired", action="store_true", help="Also after the last day somebody in it allowed."
        )

    def handle(self, *args: Any, folder: Path, though_expired: bool = False, **options: Any) -> None:
        try:
            rows = import_site(folder, though_expired=though_expired, is_shown=True)
        except (NotACopy, OSError) as refused:
            raise CommandError(in_words(refused)) from refused
        call_command("index_search", anew=True)
        self.stdout.write(f"Brought back {rows:,} rows.")
