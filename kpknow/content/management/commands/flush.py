from typing import Any

from django.core.management.commands import flush
from django.db import connections

from kpknow.content.history.triggers import LOGS, guard, unguard


class Command(flush.Command):
    help = "Empties the whole site, its history and its audit log too. They refuse to be emptied by anything less."

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            unguard(connection, cursor)
        try:
            super().handle(**options)
        finally:
            with connection.cursor() as cursor:
                unguard(connection, cursor)
                for log in LOGS:  # emptying was written down, too
                    cursor.execute(f'DELETE FROM "{log._meta.db_table}"')  # noqa: S608  # a table of ours
                    guard(connection, cursor, log)
