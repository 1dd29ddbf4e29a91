from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kpknow.curation.actions.purging import purge_all


class Command(BaseCommand):
    help = (
        "Removes for good what was withdrawn a day ago: words, history, copies, pictures, and what is left of them in"
        " the files of the database. “tick” does it every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at-once", action="store_true", help="Also what was withdrawn today. A mistake can no longer be mended."
        )

    def handle(self, *args: Any, at_once: bool = False, **options: Any) -> None:
        done = purge_all(at_once=at_once)
        self.stdout.write(
            f"Purged {done.records} withdrawn records, {done.places} places where people without consent stood,"
            f" {done.pictures} pictures and recordings of them, {done.files} files that belonged to nothing."
        )
        if done.is_left:
            self.stderr.write("Somebody was reading all the time: words are left in the database's files. Do it again.")
