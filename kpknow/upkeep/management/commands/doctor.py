from typing import Any

from django.core.management.base import BaseCommand

from kpknow.upkeep.checkup import troubles


class Command(BaseCommand):
    help = "Says in words what is wrong with this installation and how to mend it. Exits with 1 for what is grave."
    requires_system_checks: Any = []  # they are among what it looks at

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(troubles())
        for trouble in found:
            self.stdout.write(f"{'!' if trouble.is_grave else '-'} {trouble.words}\n    {trouble.mend}")
        if not found:
            self.stdout.write("Nothing is wrong.")
        if any(trouble.is_grave for trouble in found):
            raise SystemExit(1)
