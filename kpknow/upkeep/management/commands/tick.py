from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from kpknow.content.models import Door
from kpknow.content.version import door_now
from kpknow.upkeep.jobs import JOBS, do, due


class Command(BaseCommand):
    help = "Does the jobs whose time has come. A timer calls it every five minutes; calling it more often costs little."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [job.name for job in JOBS]
        parser.add_argument("--only", nargs="+", choices=names, default=[], help="Do these now, due or not.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            door = door_now()
        except DatabaseError as away:
            raise CommandError("The database is away or has no tables yet: manage.py doctor says which.") from away
        if door != Door.OPEN:
            self.stdout.write("The site is closed: no job is done.")
            return
        broken = 0
        for job in due(timezone.now(), options["only"]):
            run = do(job)
            if run is None:
                self.stdout.write(f"{job.name}: somebody else is at it")
            elif run.failure:
                broken += 1
                self.stderr.write(f"{job.name}: {run.failure}")
            else:
                self.stdout.write(f"{job.name}: {run.outcome}")
        if broken:
            raise CommandError(f"{broken} jobs did not end well.")
