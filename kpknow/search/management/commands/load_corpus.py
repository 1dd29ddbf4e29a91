import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from kpknow.search.corpus.loading import load_corpus
from kpknow.search.corpus.removal import remove_corpus


class Command(BaseCommand):
    help = (
        "Loads a corpus of stories for measuring: one JSON object a line (docs/performance.md has the format). Loading "
        "the same file again changes nothing; lines that cannot be taken are named by number, and the rest goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="The JSON lines; with --remove, none stands for all.")
        parser.add_argument("--remove", action="store_true", help="Take what the file brought out again.")
        parser.add_argument("--strict", action="store_true", help="Exit with 1 where any line was refused.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        if path is None and not options["remove"]:
            raise CommandError("Name the file to load.")
        try:
            size = path.stat().st_size if path else 0
            with tqdm(total=2 * size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
                if options["remove"]:
                    self.stdout.write(f"Taken out: {remove_corpus(path, read=bar.update)}.")
                    return
                tally = load_corpus(path, complain=self.complain, read=bar.update) if path else None
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        self.stdout.write(f"Loaded {path}: {tally}.")
        if tally and tally.counts["refused"] and (options["strict"] or tally.is_all_refused):
            raise CommandError("Lines were refused.")

    def complain(self, number: int, reason: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(f"Line {number:,}: {reason}.")
