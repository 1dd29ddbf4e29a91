"""``make drill-scale``: does a site on many nodes keep its word while parts of it die? Exits with 1 if not."""

import argparse
import asyncio
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.__main__ import machine
from tests.scale.parts import ROOT, missing
from tests.scale.readers import Crowd, percentile
from tests.scale.site import Site, get, stories_of, until

ADDRESSES = (
    ("home", 1, ["/"]),
    ("lists", 3, ["/stories/", "/events/", "/themes/", "/organisations/", "/resources/"]),
    ("search", 2, ["/search/?q=care", "/search/?q=health", "/search/?q=community"]),
    ("feeds", 1, ["/feeds/stories.atom"]),
    ("forms", 1, ["/my-story/", "/removal/"]),
)
WATCHED = 5.0
"""Seconds after something died."""
CALM, BUSY = (2.0, 6.0), (0.2, 1.8)
"""Seconds between two pages of one reader: while withdrawals are tried, and while parts die."""


class Curator:
    """Withdraws and brings back, in a process of its own."""

    def __init__(self, site: Site) -> None:
        environment = site.environment | {"REPLICA_URL": "", "CACHE_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.scale.curator"],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, start_new_session=True,
        )  # fmt: skip

    def does(self, verb: str, slug: str) -> None:
        """Back when it is committed."""
        if not self.process.stdin or not self.process.stdout:
            raise RuntimeError("the curator's process has no ends")
        self.process.stdin.write(f"{verb} {slug}\n")
        self.process.stdin.flush()
        if (said := self.process.stdout.readline().strip()) != slug:
            raise RuntimeError(f"{verb} {slug}: {said}")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Drill:
    def __init__(self, site: Site, trials: int, readers: int) -> None:
        self.site, self.trials = site, trials
        story = [f"/stories/{slug}/" for slug in stories_of(site.nodes[0].port)]
        self.crowd = Crowd(site.nginx.port, [*ADDRESSES, ("stories", 4, story)], readers, CALM)
        self.curator = Curator(site)
        self.shortfalls: list[str] = []

    @contextmanager
    def readers(self) -> Iterator[None]:
        thread = threading.Thread(target=asyncio.run, args=(self.crowd.read(),))
        thread.start()
        try:
            yield
        finally:
            self.crowd.is_over = True
            thread.join()

    def says(self, line: str, is_kept: bool = True) -> None:
        print(f"{'  ' if is_kept else '! '}{line}", flush=True)
        if not is_kept:
            self.shortfalls.append(line)

    # Withdrawals

    def withdrawals(self, trials: int, slugs: list[str]) -> tuple[int, int, int]:
        """Stale pages, and controls that showed the words before: (stale, shown before, asked).

        In turn a story's own page, the list, a search and the feed; each node is asked right after the commit.
        """
        stale = shown = asked = 0
        for trial in range(trials):
            slug = slugs[trial % len(slugs)]
            path = (f"/stories/{slug}/", "/stories/", f"/search/?q={slug.replace('-', '+')}", "/feeds/stories.atom")[
                trial // len(slugs) % 4
            ]
            mark = f"/stories/{slug}/"
            before = [get(node.port, path) for node in self.site.nodes]
            self.curator.does("withdraw", slug)
            after = [get(node.port, path) for node in self.site.nodes]
            self.curator.does("publish", slug)
            asked += len(after)
            shown += sum(status == 200 and mark in words for status, words in before)
            stale += sum((status == 200 and mark in words) or not status for status, words in after)
        return stale, shown, asked

    def withdrawn_everywhere(self) -> None:
        slugs = stories_of(self.site.nodes[0].port)[:5]
        asked_before = self.asked_of_replica()
        for lags, trials in ((False, self.trials - self.trials // 2), (True, self.trials // 2)):
            if lags:
                self.site.replica.ask("SELECT pg_wal_replay_pause()")
            start = time.monotonic()
            stale, shown, asked = self.withdrawals(trials, slugs)
            took = time.monotonic() - start
            how = "with the replica's replay paused" if lags else "with the replica following"
            self.says(
                f"{trials} withdrawals {how}: {asked} next requests, {stale} stale pages "
                f"({shown} showed the story before; {took:.0f} s)",
                not stale and shown > asked / 2,
            )
            if not lags:
                self.says(f"the replica was asked {self.asked_of_replica() - asked_before:,} times meanwhile")
        self.site.replica.ask("SELECT pg_wal_replay_resume()")

    def asked_of_replica(self) -> int:
        ((count,),) = self.site.replica.ask("SELECT xact_commit FROM pg_stat_database WHERE datname = 'kpknow'")
        return int(str(count))

    def pictures_withdrawn(self) -> None:
        """Kept by one process in the bucket, shown by both nodes, gone from both with their story."""
        slugs = stories_of(self.site.nodes[0].port)[:5]
        shown, gone, addresses = Counter[int](), Counter[int](), []
        for slug in slugs:
            self.curator.does("picture", slug)
            page = get(self.site.nodes[0].port, f"/stories/{slug}/")[1]
            address = re.findall(r"/pictures/\w+-480\.jpg", page)[0]
            addresses.append(address)
            shown.update(get(node.port, address)[0] for node in self.site.nodes)
            self.curator.does("withdraw", slug)
            gone.update(get(node.port, address)[0] for node in self.site.nodes)
            self.curator.does("publish", slug)
        self.says(
            f"{len(slugs)} pictures in the bucket: both nodes answer {dict(shown)}, after the withdrawal {dict(gone)}",
            set(shown) == {200} and set(gone) == {404},
        )
        self.the_store_stands_still(f"/stories/{slugs[0]}/", addresses[0])

    def the_store_stands_still(self, story: str, picture: str) -> None:
        """Workers give it up one by one; from then on each asks once in ten seconds."""
        ports, begun = [node.port for node in self.site.nodes], time.monotonic()
        self.site.store.stand_still()
        first = Counter(get(port, picture)[0] for port in ports)
        waited = time.monotonic() - begun
        pages = Counter(get(port, story)[0] for port in ports for _time in range(5))
        self.site.store.stand_still(False)
        back = until(lambda: all(get(port, picture)[0] == 200 for port in ports))
        self.watched("the store of files stands still", begun)
        self.says(
            f"meanwhile pictures answer {dict(first)} after {waited / len(ports):.1f} s, their stories {dict(pages)}; "
            f"it goes on: pictures again after {back:.1f} s",
            set(first) == {503} and set(pages) == {200},
        )

    # What dies

    def watched(self, what: str, begun: float, took: str = "", *, may_fail: bool = False) -> None:
        time.sleep(max(0.0, begun + WATCHED - time.monotonic()))
        failed, pages = self.crowd.failed(begun), sum(one.at >= begun for one in self.crowd.seen)
        told = ", ".join(f"{count} × {status or 'no answer'}" for status, count in failed.items()) or "0"
        self.says(f"{what}: {pages} pages read, failed: {told}{took}", may_fail or not failed)

    def a_node_is_killed(self) -> None:
        node, begun, before = self.site.nodes[0], time.monotonic(), self.site.nginx.asked_again()
        node.kill()
        time.sleep(WATCHED)
        again = self.site.nginx.asked_again() - before
        node.start(self.site.environment)
        back = until(lambda: get(node.port, "/readyz")[0] == 200)
        self.watched("a node killed", begun, f"; {again} asked of the other node; ready {back:.1f} s after its start")

    def redis_is_killed(self) -> None:
        begun = time.monotonic()
        self.site.redis.kill()
        time.sleep(WATCHED / 2)
        self.site.redis.start()
        self.watched("Redis killed and started again empty", begun)

    def the_replica_is_killed(self) -> None:
        begun = time.monotonic()
        self.site.replica.kill()
        self.site.synchronous(False)
        self.watched("the replica killed", begun)
        self.site.replica.start()
        first = self.asked_of_replica()
        back = until(lambda: self.asked_of_replica() > first + 20)
        self.site.synchronous(True)
        streaming = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        until(lambda: self.site.primary.ask(streaming) != [])
        self.says(f"the replica started again: read from again after {back:.1f} s")

    def the_primary_is_killed(self) -> None:
        slug = stories_of(self.site.nodes[0].port)[0]
        path = f"/stories/{slug}/"
        self.curator.does("withdraw", slug)
        begun = time.monotonic()
        self.site.primary.kill()
        away = get(self.site.nodes[0].port, "/events/")
        self.says(
            f"the primary killed right after a withdrawal: readers meet {away[0]}, with Exit on it",
            away[0] == 503 and 'class="exit"' in away[1],
        )
        self.site.promoted()
        ports = [node.port for node in self.site.nodes]
        until(lambda: all(get(port, "/events/")[0] == 200 for port in ports))
        took = time.monotonic() - begun
        self.says(f"replica promoted, both nodes restarted over it: pages again {took:.1f} s after the crash")
        answers = [get(port, path)[0] for port in ports]
        self.says(f"the story withdrawn right before the crash answers {answers}", answers == [410, 410])
        self.curator.end()
        self.curator = Curator(self.site)
        self.curator.does("publish", slug)
        answers = [get(port, path)[0] for port in ports]
        self.says(f"published over the new primary it answers {answers}", answers == [200, 200])

    def run(self) -> None:
        with self.readers():
            begun = time.monotonic()
            self.withdrawn_everywhere()
            self.watched("readers meanwhile", begun)
            self.crowd.pauses = BUSY
            self.pictures_withdrawn()
            self.a_node_is_killed()
            self.redis_is_killed()
            self.the_replica_is_killed()
            died = time.monotonic()
            self.the_primary_is_killed()
            time.sleep(1)
        meanwhile = [one for one in self.crowd.seen if one.at < died]
        p50, p95 = (percentile(meanwhile, share) for share in (0.5, 0.95))
        lost = Counter(one.status for one in self.crowd.seen if one.at >= died)
        self.says(f"{len(meanwhile)} pages until the primary died: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
        self.says(f"while it was away and promoted: {dict(sorted(lost.items()))} (status: answers; 0: none)")


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.scale.drill", description=__doc__)
    words.add_argument("--trials", type=int, default=500, help="withdrawals, half with a replica that lags")
    words.add_argument("--readers", type=int, default=20, help="readers at the same time")
    asked = words.parse_args()
    if lacking := missing():
        print(f"{', '.join(lacking)} not found")
        return 2
    print(f"{machine()}, {time.strftime('%d %B %Y')}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit("ended from outside"))  # what was started is ended
    site, start = Site(), time.monotonic()
    drill = None
    try:
        site.start()
        print(f"  all parts are up after {time.monotonic() - start:.0f} s", flush=True)
        drill = Drill(site, asked.trials, asked.readers)
        drill.run()
    finally:
        if drill:
            drill.curator.end()
        site.end()
    print(f"  {time.monotonic() - start:.0f} s in all; {len(drill.shortfalls)} shortfalls", flush=True)
    return 1 if drill.shortfalls else 0


if __name__ == "__main__":
    sys.exit(main())
