"""``make load``: one node as deployed, under many readers who open a page, read it for some seconds and open another.

PostgreSQL, gunicorn and nginx from docs/deploy, with made-up stories. Quiet is one reader of the same mix, alone. Exits
with 1 where the crowd's p95 is over three times the quiet one, or an answer failed.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.__main__ import machine
from tests.bench.corpus import COUNTRIES, POPULATIONS, TOPICS, write_corpus
from tests.bench.words import MIDDLING, vocabulary
from tests.scale.parts import missing
from tests.scale.readers import Crowd, Seen, percentile
from tests.scale.site import Site

READING = (2.0, 8.0)
"""Seconds a reader spends on a page: far fewer than people do, so that 200 of these are some thousand people."""
TIMES_QUIET = 3.0
"""The goal: p95 with the crowd against p95 of one reader."""
SEARCHED = 200
"""Different words that are looked for."""


def mix(stories: int) -> list[tuple[str, float, Sequence[str]]]:
    """What is opened: kind, times in a hundred, addresses. A few stories are read by many, most by few."""
    draw = random.Random("what is read")
    read = [f"/stories/story-{min(stories - 1, int(draw.paretovariate(0.6)) - 1)}/" for _ in range(2000)]
    words = vocabulary("en")
    lists = ["/stories/", "/events/", "/organisations/", "/stories/?page=2", "/stories/?page=3"]
    filtered = [f"/stories/?people={people}&place={country.lower()}" for people in POPULATIONS for country in COUNTRIES]
    return [
        ("home", 10, ["/"]),
        ("lists", 20, lists),
        ("filtered lists", 10, filtered),
        ("stories", 31, read),
        ("tags", 3, [f"/tags/topic-{number}/" for number in range(TOPICS)]),
        ("themes", 8, ["/themes/", *(f"/themes/theme-{number}/" for number in range(24))]),
        ("search", 12, [f"/search/?q={words[draw.choice(MIDDLING)]}" for _ in range(SEARCHED)]),
        ("feeds", 3, ["/feeds/stories.atom", "/feeds/events.atom"]),
        ("forms", 3, ["/my-story/", "/removal/"]),
    ]


async def crowd(site: Site, pages: list[tuple[str, float, Sequence[str]]], readers: int, seconds: float) -> list[Seen]:
    """What was seen in that time, the first tenth of it left out."""
    one = Crowd(site.nginx.port, pages, readers, READING if readers > 1 else (0.0, 0.05))
    begun, reading = time.monotonic(), asyncio.create_task(one.read())
    await asyncio.sleep(seconds)
    one.is_over = True
    await reading
    return [seen for seen in one.seen if seen.at >= begun + seconds / 10]


def told(name: str, seen: list[Seen], seconds: float) -> str:
    failed = sum(not one.status or one.status >= 400 for one in seen)
    p50, p95, p99 = (percentile(seen, share) for share in (0.5, 0.95, 0.99))
    rate = len(seen) / (seconds * 0.9)
    return f"| {name} | {len(seen)} | {rate:.1f} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {failed} |"


def measured(site: Site, readers: int, seconds: float, stories: int) -> bool:
    pages = mix(stories)
    asyncio.run(crowd(site, pages, 4, seconds / 2))  # what each worker builds once
    quiet = asyncio.run(crowd(site, pages, 1, seconds))
    many = asyncio.run(crowd(site, pages, readers, seconds))
    print("\n| readers | pages | a second | p50 ms | p95 ms | p99 ms | failed |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print(told("one", quiet, seconds))
    print(told(str(readers), many, seconds))
    print("\n| kind | one: p95 ms | many: p95 ms |\n| --- | --- | --- |")
    for kind, _share, _paths in pages:
        alone, among = ([one for one in seen if one.kind == kind] for seen in (quiet, many))
        print(f"| {kind} | {percentile(alone, 0.95):.0f} | {percentile(among, 0.95):.0f} |")
    failed = [one for one in many if not one.status or one.status >= 400]
    ratio = percentile(many, 0.95) / percentile(quiet, 0.95)
    is_met = ratio <= TIMES_QUIET and not failed
    print(
        f"\np95 with {readers} readers: {ratio:.1f} times the quiet one (goal {TIMES_QUIET:.0f}), {len(failed)} failed."
    )
    return is_met


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.scale.load", description=__doc__)
    words.add_argument("--readers", type=int, default=200)
    words.add_argument("--seconds", type=float, default=40)
    words.add_argument("--stories", type=int, default=1000)
    asked = words.parse_args()
    if lacking := missing():
        print(f"{', '.join(lacking)} not found")
        return 2
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit("ended from outside"))  # what was started is ended
    print(f"{machine()}, {time.strftime('%d %B %Y')}; {asked.stories:,} stories, PostgreSQL, one node", flush=True)
    site = Site()
    try:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus.jsonl"
            write_corpus(corpus, asked.stories)
            site.start_alone(corpus)
        return 0 if measured(site, asked.readers, asked.seconds, asked.stories) else 1
    finally:
        site.end()


if __name__ == "__main__":
    sys.exit(main())
