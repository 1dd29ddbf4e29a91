"""Databases as earlier releases left them: their rows in a file each, their tables made by the migrations of then.

    DATABASE_URL=… python -m tests.drills.releases 0.1.0 --shipped events.country events.topicterm

keeps what that database holds as ``released/0.1.0.json.xz``, without tables that hold only what its migrations
brought. Done once, with the code of that release.
"""

import json
import lzma
from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

FOLDER = Path(__file__).parent / "released"
ENDING = ".json.xz"
MADE_ANEW = ("contenttypes.", "auth.permission", "auth.group", "auth.user_", "sessions.")
"""Rows that every migrate makes itself, and ties to them."""

Rows = dict[str, list[dict[str, Any]]]


def kept_models(apps: Any) -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.label_lower.startswith(MADE_ANEW) and model._meta.managed and not model._meta.proxy:
            yield model


def rows_of(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Column → value, as JSON can hold it."""
    for row in model._base_manager.order_by("pk"):
        yield {
            field.attname: None if getattr(row, field.attname) is None else field.value_to_string(row)
            for field in model._meta.local_concrete_fields
        }


def keep(name: str, shipped: Collection[str]) -> None:
    from django.apps import apps  # noqa: PLC0415  # only once the settings are known

    applied = sorted(MigrationRecorder(connection).applied_migrations())
    rows = {model._meta.label_lower: list(rows_of(model)) for model in kept_models(apps)}
    rows = {label: some for label, some in rows.items() if some and label not in shipped}
    told = json.dumps({"migrations": applied, "rows": rows})
    (FOLDER / f"{name}{ENDING}").write_bytes(lzma.compress(told.encode(), preset=9))


def kept() -> list[str]:
    """The oldest first."""
    return sorted(path.name.removesuffix(ENDING) for path in FOLDER.glob(f"*{ENDING}"))


def bring_back(name: str) -> tuple[int, Rows]:
    """Into an empty database: its tables and rows of then. How many migrations there were, and the rows."""
    told = json.loads(lzma.decompress((FOLDER / f"{name}{ENDING}").read_bytes()))
    executor = MigrationExecutor(connection)
    migrations = {tuple(one) for one in told["migrations"]}
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor.migrate(None, plan=[step for step in plan if (step[0].app_label, step[0].name) in migrations])
    known = {model._meta.label_lower: model for model in kept_models(state.apps)}
    with transaction.atomic(), connection.cursor() as cursor:
        for label in told["rows"]:
            cursor.execute(f'DELETE FROM "{known[label]._meta.db_table}"')  # noqa: S608  # shipped rows of a table of ours
        for label, rows in told["rows"].items():
            model = known[label]
            model._base_manager.bulk_create((made(model, row) for row in rows), batch_size=500)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(statement)
    return len(migrations), told["rows"]


def made(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    fields: Iterable[Any] = model._meta.local_concrete_fields
    for one in fields:
        one.auto_now = one.auto_now_add = False  # what it says of then is kept
    return model(
        **{one.attname: None if row[one.attname] is None else target(one).to_python(row[one.attname]) for one in fields}
    )


def target(field: "models.Field[Any, Any]") -> Any:
    return field.target_field if isinstance(field, models.ForeignKey) else field


if __name__ == "__main__":
    import django

    django.setup()
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--shipped", nargs="*", default=(), help="tables that hold only what migrations brought")
    told = parser.parse_args()
    keep(told.name, told.shipped)
