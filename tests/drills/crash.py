"""Kills writers, migrations, imports and purges in the middle, fills the disk, and counts what is lost.

    python -m tests.drills.crash [--rounds 30] [--postgresql]

On SQLite the process that writes is killed with signal 9; with ``--postgresql`` a server of its own, with fsync on,
whose every process is killed at once: for writers always, for migrations, imports and purges in every second round. A
write is acknowledged once its transaction is committed; the writer then notes it in a file elsewhere and forces that to
the disk. Exits with 1 where anything is lost, half there or damaged.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from tests.drills import say, site_in
from tests.drills.clusters import Cluster, place_for

ALL_RELEASES = 12
"""Rounds from which on migrations are tried over every release that is kept, and not the newest alone."""


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, in a folder of its own")
    told = parser.parse_args()
    with place_for("crash", on_postgresql=told.postgresql) as (folder, cluster):
        site_in(folder)
        return drill(folder, cluster, told.rounds)


def drill(folder: Path, cluster: Cluster | None, rounds: int) -> int:
    from tests.drills import full_cluster, full_disk, imports, migrations, purges, releases, writers  # noqa: PLC0415  # only now the settings are known
    from tests.drills.damage import laid_aside, migrated  # noqa: PLC0415

    some = max(1, rounds // 6) if cluster is None else max(2, rounds // 5)  # half of these kill the server
    migrated()
    put_empty_back = laid_aside(folder, cluster, "empty")
    names = releases.kept()[-1:] if rounds < ALL_RELEASES else releases.kept()
    faults = migrations.migrated_and_killed(folder, cluster, names, rounds=some)
    put_empty_back()
    faults += writers.writers_killed(folder, cluster, rounds=rounds)
    faults += imports.imports_killed(folder, cluster, put_empty_back, rounds=max(1, rounds // 6))
    put_empty_back()
    faults += purges.purges_killed(folder, cluster, rounds=some)
    if cluster is None:
        faults += full_disk.filled(folder)
    else:
        put_empty_back()
        faults += full_cluster.filled(folder, cluster)
    for fault in faults:
        say(f"  FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
