"""Pulls the cable of the database's machine while people read and somebody writes, and puts it back.

    python -m tests.drills.cable [--readers 20]

PostgreSQL runs in a network namespace of its own, as on another machine; the cable is pulled by taking that machine's
address away, so that it says nothing any more, not even no. One program stands still in the middle of a transaction,
holding what every writer waits for. Exits with 1 where a reader waits too long for the page that says so, pages are not
there again soon after, or the lock is not let go of. Needs Linux, root and iproute2.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2

from tests.bench.__main__ import machine
from tests.bench.corpus import write_corpus
from tests.drills import say, site_in
from tests.drills.clusters import SITE, Cluster
from tests.scale.load import READING, mix
from tests.scale.parts import Node
from tests.scale.readers import Crowd
from tests.scale.site import get, until

STORIES = 100
NOTICED, BACK, LET_GO = 20.0, 10.0, 60.0
"""Bars, in seconds: until a page says that the database is away, until pages are there again, and for the lock."""
AWAY = "Exit this page"
NAMES = "kpknow-drill", "kpknow-here", "kpknow-there"
HERE, THERE = "10.77.0.1", "10.77.0.2"
HOLDING = "BEGIN; SELECT * FROM content_contentversion WHERE id = 1 FOR UPDATE"
HELD = (
    "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
    " WHERE c.relname = 'content_contentversion' AND l.mode = 'RowShareLock'"
)


class OtherMachine:
    def __init__(self) -> None:
        self.name, self.here, self.there = NAMES
        self.prefix = ["ip", "netns", "exec", self.name]

    def told(self, *words: str) -> str:
        return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout

    def make(self) -> None:
        self.told("netns", "add", self.name)
        self.told("link", "add", self.here, "type", "veth", "peer", "name", self.there, "netns", self.name)
        self.told("addr", "add", f"{HERE}/24", "dev", self.here)
        self.told("link", "set", self.here, "up")
        for device in (self.there, "lo"):
            self.told("-n", self.name, "link", "set", device, "up")
        self.plug()

    def plug(self) -> None:
        self.told("-n", self.name, "addr", "add", f"{THERE}/24", "dev", self.there)

    def pull(self) -> None:
        """What it says is sent on, to nobody: else the kernel here would find out and say so at once."""
        card = self.told("-n", self.name, "link", "show", self.there).split("link/ether ")[1].split()[0]
        self.told("neigh", "replace", THERE, "lladdr", card, "nud", "permanent", "dev", self.here)
        self.told("-n", self.name, "addr", "del", f"{THERE}/24", "dev", self.there)

    def remove(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # where it was never made
            self.told("netns", "delete", self.name)


class FarCluster(Cluster):
    """Orders of the drill go through its socket, which is a file and needs no cable."""

    def __init__(self, folder: Path, far: OtherMachine) -> None:
        super().__init__(folder)
        self.prefix, self.listens, self.orders_go_to = far.prefix, f"127.0.0.1,{THERE}", str(folder)
        self.address = f"postgres://kpknow@{THERE}:{self.port}/{SITE}"

    def make(self, *words: str) -> None:
        super().make(*words)
        with (self.files / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {HERE}/32 trust\n")
        self.order("SELECT pg_reload_conf()")


@contextmanager
def far_database(folder: Path) -> Iterator[tuple[OtherMachine, FarCluster]]:
    far = OtherMachine()
    far.remove()
    far.make()
    cluster = FarCluster(folder / "cluster", far)
    try:
        cluster.make()
        yield far, cluster
    finally:
        cluster.remove()
        far.remove()


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=20)
    told = parser.parse_args()
    if os.getuid() or not shutil.which("ip"):
        say("root and iproute2 are needed")
        return 2
    with TemporaryDirectory(prefix="drill-cable-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs under an account of its own
        with far_database(folder) as (far, cluster):
            os.environ["DATABASE_URL"] = cluster.address
            site_in(folder)
            return drill(folder, far, cluster, told.readers)


def drill(folder: Path, far: OtherMachine, cluster: FarCluster, readers: int) -> int:
    from django.core.management import call_command  # noqa: PLC0415  # only now the settings are known
    from django.db import connections  # noqa: PLC0415

    from kpknow.many_nodes import reached_by_network  # noqa: PLC0415
    from kpknow.search.corpus.loading import load_corpus  # noqa: PLC0415

    say(f"{machine()}, {time.strftime('%d %B %Y')}; {readers} readers, {STORIES} stories")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    write_corpus(folder / "corpus.jsonl", STORIES)
    load_corpus(folder / "corpus.jsonl", complain=print, read=lambda _bytes: None)
    connections.close_all()
    node = Node("node", folder)
    os.environ["SITE_ADDRESS"] = f"http://127.0.0.1:{node.port}"
    node.start(os.environ)
    crowd = Crowd(node.port, mix(STORIES), readers, READING)
    thread = threading.Thread(target=asyncio.run, args=(crowd.read(),))
    thread.start()
    try:
        until(lambda: get(node.port, "/stories/")[0] == 200 and len(crowd.seen) > readers)
        holder = psycopg2.connect(cluster.address, **reached_by_network(20, {})["OPTIONS"])
        holder.cursor().execute(HOLDING)
        pulled = time.monotonic()
        far.pull()
        let_go = until(lambda: not is_held(cluster), seconds=2 * LET_GO)
        plugged = time.monotonic()
        status, words = get(node.port, "/stories/")
        far.plug()
        back = until(lambda: get(node.port, "/stories/")[0] == 200)
        time.sleep(2 * BACK)
    finally:
        crowd.is_over = True
        thread.join()
        node.stop()
    unknown = [one.seconds for one in crowd.seen if one.at + one.seconds > pulled and one.at < pulled + NOTICED]
    known = [one for one in crowd.seen if pulled + NOTICED <= one.at and one.at + one.seconds < plugged]
    said, longest = Counter(one.status for one in known), max(one.seconds for one in known)
    late = crowd.failed(plugged + BACK)
    say(
        f"pulled for {plugged - pulled:.0f} s: until it was known a page took {max(unknown):.1f} s at most, then"
        f" {longest:.1f} s, {len(known)} pages, {dict(said)}"
    )
    say(
        f"  the server let go of the lock after {let_go:.0f} s; pages were back {back:.1f} s after the cable,"
        f" then {dict(late)}"
    )
    is_kept = {
        f"a page took {max(unknown):.0f} s": max(unknown) <= NOTICED,
        f"{len(known)} pages were answered {dict(said)}": said == {503: len(known)},
        f"one of them took {longest:.0f} s": longest <= NOTICED / 2,
        f"a reader met {status}": status == 503 and AWAY in words,
        f"the lock was held for {let_go:.0f} s": let_go <= LET_GO,
        f"pages were there after {back:.0f} s": back <= BACK,
        f"readers met {dict(late)} afterwards": not late,
    }
    faults = [fault for fault, is_so in is_kept.items() if not is_so]
    for fault in faults:
        say(f"  FAULT: {fault}")
    return 1 if faults else 0


def is_held(cluster: FarCluster) -> bool:
    with contextlib.closing(
        psycopg2.connect(host=str(cluster.folder), port=cluster.port, user="postgres", dbname=SITE)
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(HELD)
        return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
