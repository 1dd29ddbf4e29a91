"""Migrations over the rows of earlier releases, undisturbed and killed. Imported once the settings are known."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from events.models import CountryTerm, PopulationTerm, TopicTerm
from tests.drills import a_moment, say
from tests.drills.clusters import Cluster
from tests.drills.damage import NOT_ASKED, damages, emptied, forked, laid_aside, migrated, schema, struck, words_kept
from tests.drills.releases import Rows, bring_back, rows_of

VOCABULARY = (CountryTerm, PopulationTerm, TopicTerm)
SEALED_LATER = {"place", "salt", "digest", "seal"}
"""Columns of the history that are filled in when next somebody seals it."""


def migrated_and_killed(folder: Path, cluster: Cluster | None, names: Sequence[str], *, rounds: int) -> list[str]:
    """Every release named comes to the tables and words of a new database, whatever was killed on the way.

    Begins with a new database.
    """
    expected, shipped = schema(), vocabulary()
    faults = []
    for place, name in enumerate(names):
        emptied(cluster)
        count, rows = bring_back(name)
        old = laid_aside(folder, cluster, f"release_{place}")
        began = time.monotonic()
        migrated()
        took = time.monotonic() - began
        undisturbed, waiting = words_kept(), len(applied()) - count
        found = [*damages(), *unlike(expected), *lost(rows)]
        found += [f"{len(shipped - vocabulary())} words of the vocabulary did not come"] * bool(shipped - vocabulary())
        places = []
        for number in range(place, rounds, len(names)):
            old()
            is_server = cluster is not None and (number + number // len(names)) % 2 == 1
            places.append(f"{killed(cluster if is_server else None, took) - count}{' (server)' * is_server}")
            found += damages()
            migrated()
            found += [*damages(), *unlike(expected), *lost(rows)]
            if words_kept() != undisturbed:
                found.append("the rows are others than of an undisturbed run")
        say(
            f"{connection.vendor}: release {name}, {sum(map(len, rows.values()))} rows: {waiting} migrations in"
            f" {took:.1f} s; killed after {', '.join(places) or 'none'}; {len(found)} faults"
        )
        faults += [f"release {name}: {words}" for words in found]
    return faults


def killed(cluster: Cluster | None, took: float) -> int:
    """How many migrations there were when it was."""
    runner = forked(migrated)
    a_moment(0, took)
    struck(runner, cluster)
    return len(applied())


def applied() -> dict[tuple[str, str], Any]:
    return MigrationRecorder(connection).applied_migrations()


def vocabulary() -> set[tuple[str, str]]:
    return {pair for model in VOCABULARY for pair in model._default_manager.values_list("language", "key")}


def unlike(expected: set[str]) -> list[str]:
    other = schema() ^ expected
    return [f"{len(other)} tables, indexes or triggers are others: {min(other)[:200]}"] if other else []


def lost(rows: Rows) -> list[str]:
    """Rows that are gone, and values that are others, of columns that are still there.

    Words of the vocabulary that were written twice become one, as we ship it: there the words alone are asked for.
    """
    faults = []
    for label, before in rows.items():
        if label.startswith(NOT_ASKED):
            continue
        model = apps.get_model(label)
        key = "term" if model in VOCABULARY else model._meta.pk.attname
        now = {folded(row[key]): row for row in rows_of(model)}
        gone = [row for row in before if folded(row[key]) not in now]
        if gone:
            faults.append(f"{len(gone)} rows of {label} are gone")
        elif model not in VOCABULARY:
            changed = {
                name for row in before for name, value in row.items()
                if name not in SEALED_LATER and now[folded(row[key])].get(name, value) != value
            }  # fmt: skip
            faults += [f"{label}: {', '.join(sorted(changed))} changed"] * bool(changed)
    return faults


def folded(value: object) -> str:
    return str(value).strip().casefold()
