"""Closes a site that many read and two write to, and opens it again.

    python -m tests.drills.panic [--readers 200] [--postgresql]

gunicorn and nginx as in docs/deploy, made-up stories, readers as in ``make load``, two curators who save forms. The
command is a process, timed from outside with Python's start. Exits with 1 where a write came after it returned, an
acknowledged one is missing, a session is left, readers are let down, the site does not open again, or, with two hundred
readers, it takes longer than the bar.
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.__main__ import machine
from tests.bench.corpus import write_corpus
from tests.drills import say, site_in
from tests.drills.clusters import place_for
from tests.drills.desk import PASSWORD, Curator
from tests.scale.load import READING, mix
from tests.scale.parts import ROOT, Nginx, Node, missing
from tests.scale.readers import Crowd
from tests.scale.site import get, until

BAR, FROM = 5.0, 200
"""Seconds, from that many readers on."""
STORIES = 300
WATCHED = 4.0
"""Seconds of reading and trying to write, after each turn of the door."""
NEUTRAL = "This page is not available."


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, in a folder of its own")
    told = parser.parse_args()
    if lacking := missing():
        say(f"{', '.join(lacking)} not found")
        return 2
    with place_for("panic", on_postgresql=told.postgresql) as (folder, _cluster):
        node, nginx = Node("node", folder), Nginx("nginx", folder)
        os.environ |= {"PROXIES_IN_FRONT": "1", "SITE_ADDRESS": f"http://127.0.0.1:{nginx.port}"}
        signal.signal(signal.SIGTERM, lambda *_told: sys.exit("ended from outside"))  # what was started is ended
        try:
            site_in(folder)
            return Drill(folder, node, nginx, told.readers).run()
        finally:
            nginx.stop()
            node.stop()


class Drill:
    def __init__(self, folder: Path, node: Node, nginx: Nginx, readers: int) -> None:
        from django.contrib.auth import get_user_model  # noqa: PLC0415  # only now the settings are known
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection, connections  # noqa: PLC0415

        from kpknow.search.corpus.loading import load_corpus  # noqa: PLC0415

        say(f"{machine()}, {time.strftime('%d %B %Y')}; {readers} readers, {STORIES} stories")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        write_corpus(folder / "corpus.jsonl", STORIES)
        load_corpus(folder / "corpus.jsonl", complain=print, read=lambda _bytes: None)
        self.vendor, self.port, self.readers = connection.vendor, nginx.port, readers
        self.curators = [Curator(nginx.port, f"writer{number}", f"10.9.9.{number}") for number in (1, 2)]
        for one in self.curators:
            get_user_model()._default_manager.create_superuser(one.name, password=PASSWORD)
        connections.close_all()
        node.start(os.environ)
        nginx.start([node])
        self.crowd = Crowd(nginx.port, mix(STORIES), readers, READING)
        self.faults: list[str] = []

    def run(self) -> int:
        threads = [threading.Thread(target=one.work) for one in self.curators]
        threads.append(threading.Thread(target=asyncio.run, args=(self.crowd.read(),)))
        for thread in threads:
            thread.start()
        try:
            until(lambda: get(self.port, "/stories/")[0] == 200)
            for word in ("", "--neutral"):
                self.busy()
                self.closed(word)
                self.opened()
        finally:
            self.crowd.is_over = True
            for one in self.curators:
                one.is_over = True
            for thread in threads:
                thread.join()
        for fault in self.faults:
            say(f"  FAULT: {fault}")
        return 1 if self.faults else 0

    def busy(self) -> None:
        """Until all readers have opened pages and each curator has saved some."""
        counts = [len(one.acknowledged) for one in self.curators]
        seen = len(self.crowd.seen)
        until(
            lambda: (
                all(len(one.acknowledged) > count + 3 for one, count in zip(self.curators, counts, strict=True))
                and len(self.crowd.seen) > seen + self.readers
            )
        )

    def closed(self, word: str) -> None:
        told = ["panic", word] if word else ["panic"]
        began = time.monotonic()
        subprocess.run([sys.executable, "manage.py", *told], cwd=ROOT, check=True, capture_output=True)
        returned = time.monotonic()
        took, after, sessions = returned - began, self.titles(), self.sessions()
        page = get(self.port, "/stories/")
        time.sleep(WATCHED)
        sent = {title for one in self.curators for title in one.acknowledged}
        late = sum(at > returned for one in self.curators for at in one.acknowledged.values())
        tried = sum(at > returned for one in self.curators for at, _status in one.refused)
        during, since = self.crowd.failed(began, returned), self.crowd.failed(returned)
        pages = sum(one.at >= returned for one in self.crowd.seen)
        say(
            f"{self.vendor}: {' '.join(told)}: {took:.1f} s; {len(sent)} writes acknowledged before, {tried} tries"
            f" refused after; pages read meanwhile that failed: {told_of(during)}; {pages} after: {told_of(since)}"
        )
        is_kept = {
            f"it took {took:.1f} s": took <= BAR or self.readers < FROM,
            f"{late} writes were acknowledged after it returned": not late,
            "rows were written after it returned": self.titles() == after,
            f"{len(sent - after)} acknowledged writes are missing": sent <= after,
            "nobody tried to write after it": tried > 0,
            f"{sessions} sessions are left": not sessions,
            f"readers met {since} after it": set(since) == {503} if word else not since,
            f"readers met {page[0]}": page[0] == 503 and NEUTRAL in page[1] if word else page[0] == 200,
        }
        self.faults += [f"panic {word}: {fault}" for fault, is_so in is_kept.items() if not is_so]

    def opened(self) -> None:
        counts = [(len(one.acknowledged), one.signed_in) for one in self.curators]
        began = time.monotonic()
        subprocess.run([sys.executable, "manage.py", "panic", "--end"], cwd=ROOT, check=True, capture_output=True)
        took = time.monotonic() - began
        at_work = until(
            lambda: (
                get(self.port, "/stories/")[0] == 200
                and all(
                    len(one.acknowledged) > count and one.signed_in > times
                    for one, (count, times) in zip(self.curators, counts, strict=True)
                )
            )
        )
        say(f"  --end: {took:.1f} s; both curators had signed in and saved {at_work:.1f} s after")

    def titles(self) -> set[str]:
        from kpknow.content.models import Source  # noqa: PLC0415

        return set(self.asked(lambda: Source.objects.values_list("title", flat=True)))

    def sessions(self) -> int:
        from kpknow.accounts.models import StaffSession  # noqa: PLC0415

        return len(self.asked(lambda: StaffSession.objects.values_list("pk", flat=True)))

    @staticmethod
    def asked(rows: Callable[[], Any]) -> list[Any]:
        """By a new connection: PostgreSQL ended the one of before."""
        from django.db import connections  # noqa: PLC0415

        connections.close_all()
        return list(rows())


def told_of(failed: Counter[int]) -> str:
    return ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(failed.items())) or "0"


if __name__ == "__main__":
    sys.exit(main())
