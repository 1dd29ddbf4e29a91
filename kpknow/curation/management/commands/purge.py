from typing import Any

from django.core.management.base import BaseCommand

from kpknow.curation.actions.purging import purge_files, purge_pictures


class Command(BaseCommand):
    help = (
        "Removes from the disk the pictures whose consent was withdrawn a day ago, and files that belong to nothing."
        " To be run every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        pictures, files = purge_pictures(), purge_files()
        self.stdout.write(f"Removed {pictures} pictures without consent and {files} files that belonged to nothing.")
