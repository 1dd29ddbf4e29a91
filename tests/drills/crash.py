"""Kills writers, migrations and purges in the middle, fills the disk, and counts what is lost.

    python -m tests.drills.crash [--rounds 30] [--postgresql]

On SQLite the process that writes is killed with signal 9; with ``--postgresql`` a server of its own, with fsync on,
whose every process is killed at once. A write is acknowledged once its transaction is committed; the writer then notes
it in a file elsewhere and forces that to the disk. Exits with 1 where anything is lost, half there or damaged.
"""

import os
import random
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drills import say, site_in
from tests.drills.clusters import Cluster

chance = random.Random(1)  # noqa: S311  # when to kill, not a secret


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, in a folder of its own")
    told = parser.parse_args()
    with TemporaryDirectory(prefix="drill-crash-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs under an account of its own
        cluster = Cluster(folder / "cluster") if told.postgresql else None
        if cluster:
            cluster.make()
            os.environ["DATABASE_URL"] = cluster.address
        else:
            os.environ.pop("DATABASE_URL", None)
        try:
            site_in(folder)
            return drill(folder, cluster, told.rounds)
        finally:
            if cluster:
                cluster.remove()


def drill(folder: Path, cluster: Cluster | None, rounds: int) -> int:
    from tests.drills import damage, full_disk  # noqa: PLC0415  # only now the settings are known

    faults = damage.migrations_killed(folder, rounds=max(1, rounds // 6)) if cluster is None else []
    damage.migrated()
    empty = damage.laid_aside(folder, "empty.sqlite3") if cluster is None else None
    faults += damage.writers_killed(folder, cluster, rounds=rounds)
    if empty:
        damage.put_back(empty)
        faults += damage.purges_killed(folder, rounds=max(1, rounds // 6))
        faults += full_disk.filled(folder)
    for fault in faults:
        say(f"  FAULT: {fault}")
    return 1 if faults else 0


def a_moment(least: float, most: float) -> None:
    time.sleep(chance.uniform(least, most))


if __name__ == "__main__":
    sys.exit(main())
