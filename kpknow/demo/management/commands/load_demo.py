import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.content.actions.publishing import NotReady
from kpknow.demo.actions import load_demo, record_count


class Command(BaseCommand):
    help = "Fills the site with the facts of five real documents, in our own words. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where any record exists.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and record_count():
            self.stdout.write("The site has records already; nothing was loaded.")
            return
        logging.disable(logging.INFO)  # seventy lines of “published …” would bury the sentence that matters
        try:
            added = load_demo()
        except NotReady as refusal:
            raise CommandError(f"Nothing was loaded: {refusal}") from refusal
        finally:
            logging.disable(logging.NOTSET)
        self.stdout.write(f"Loaded {added} new records from five sources.")
