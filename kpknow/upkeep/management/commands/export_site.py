from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.upkeep.copies.folder import NotACopy
from kpknow.upkeep.copies.writing import export_site
from kpknow.upkeep.refusal import in_words


class Command(BaseCommand):
    help = (
        "Writes everything the public may take away into a folder, or a file that ends in .zip. Only what consent"
        " allows in exports leaves: a copy cannot be called back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)
        parser.add_argument("--data-only", action="store_true", help="The records as tables, without pages to read.")

    def handle(self, *args: Any, target: Path, data_only: bool = False, **options: Any) -> None:
        try:
            made = export_site(target, with_pages=not data_only, is_shown=True, say=self.stdout.write)
        except (NotACopy, OSError) as refused:
            raise CommandError(in_words(refused)) from refused
        until = f"Show it until {made.expires_on} at most." if made.expires_on else "Nobody in it named a last day."
        self.stdout.write(
            f"{target}: {made.rows:,} rows in {made.files:,} files, {made.size / 1024**2:.1f} MB. {until}"
        )
