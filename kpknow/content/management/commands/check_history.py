from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.content.history.chain import check_logs, seal_logs
from kpknow.content.models import ChainHead


class Command(BaseCommand):
    help = "Says whether any row of the history or the audit log was altered or removed in the database, and which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--known", default="", metavar="SEAL", help="A seal this command printed before: it must still be there."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = check_logs(options["known"])
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} rows are not as they were written.")
        fresh = seal_logs()
        for head in ChainHead.objects.order_by("log"):
            self.stdout.write(f"{head.log}: {head.place} rows, last seal {head.seal}")
        self.stdout.write(f"Nothing was altered or removed. {fresh} rows were sealed just now.")
