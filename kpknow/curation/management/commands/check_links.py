from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from kpknow.curation.links.checking import addresses, check_links
from kpknow.curation.models import Outcome


class Command(BaseCommand):
    help = (
        "Asks the addresses readers can follow whether they are still there. Nothing else here asks other servers "
        "anything, and this is never done by itself: they see this server's address."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="Only print the addresses that would be asked.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = sorted(addresses())
        if options["list"]:
            self.stdout.write("\n".join(wanted))
            return
        found: Counter[str] = Counter()
        for check in tqdm(check_links(wanted), total=len(wanted), disable=None, leave=False):
            found[check.outcome] += 1
        counts = "; ".join(f"{Outcome(outcome).label}: {count}" for outcome, count in sorted(found.items()))
        self.stdout.write(f"Asked {len(wanted)} addresses. {counts}")
