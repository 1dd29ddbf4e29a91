import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kpknow.content.models import Door
from kpknow.upkeep.panic import close_site, open_site


class Command(BaseCommand):
    help = "In danger: signs everybody out and closes writing, at once and everywhere. --end opens the site again."
    requires_system_checks: Any = []  # no time for them

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--neutral", action="store_true", help="Readers too meet a page that says nothing.")
        one.add_argument("--end", action="store_true", help="Opens the site again; who was signed in signs in anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["end"]:
            open_site()
            self.stdout.write("The site is open. Everybody signs in anew.")
            return
        begun = time.monotonic()
        ended = close_site(Door.NEUTRAL if options["neutral"] else Door.READING)
        self.stdout.write(
            f"Closed in {time.monotonic() - begun:.1f} seconds: {ended} sessions ended, nothing is written,"
            f" readers {'meet a neutral page' if options['neutral'] else 'go on reading'}."
            " manage.py panic --end opens it again."
        )
