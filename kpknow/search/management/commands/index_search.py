from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from kpknow.search.corpus.tuning import look_at_tables
from kpknow.search.indexing import size
from kpknow.search.rebuilding import bring_up_to_date
from kpknow.search.similarity import compare_stories


class Command(BaseCommand):
    help = (
        "Brings the search index up to what the site holds. Saving does so by itself; run this every night, after "
        "midnight UTC, when consents lapse and what rests on others is found again, and once after an upgrade. It also "
        "compares the stories that changed with all others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Read every record again, not only those that changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        anew = options["anew"]
        with tqdm(unit=" records", disable=None, leave=False) as bar:
            done = bring_up_to_date(anew=anew, progress=bar.update)
        if anew:
            look_at_tables()
        with tqdm(unit=" stories", disable=None, leave=False) as bar:
            compared = compare_stories(anew=anew, progress=bar.update)
        self.stdout.write(f"Read {done:,} records, compared {compared:,} stories; {size():,} documents can be found.")
