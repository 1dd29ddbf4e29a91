"""Prints what each kind of page weighs and costs: ``make run`` in one terminal, ``make measure`` in another.

Weight is what travels, without headers: HTML gzipped, style and script as brotli. Cost is the median time of thirty
requests, one after another, divided by that of ``/healthz`` in the same run: a ratio travels between machines,
milliseconds do not.
"""

import re
import statistics
import sys
import time
import urllib.request

ROUNDS = 30
WINDOW = 14_600
"""Bytes of one initial congestion window: ten segments of 1,460."""
LISTS = ("/", "/stories/", "/events/", "/organisations/", "/themes/", "/surveys/", "/places/", "/tags/", "/sources/")
RECORDS = ("stories", "events", "themes", "surveys", "syntheses", "organisations", "programmes", "resources", "places")


def fetch(address: str) -> tuple[bytes, str]:
    """Body as it travelled, and as text."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        travelled = answer.read()
    with urllib.request.urlopen(address, timeout=30) as answer:
        return travelled, answer.read().decode()


def median_seconds(address: str) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        urllib.request.urlopen(address, timeout=30).read()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def longest_of(site: str, section: str) -> str | None:
    _travelled, page = fetch(f"{site}/{section}/")
    paths = set(re.findall(rf'href="(/{section}/[\w-]+/)"', page))
    return max(paths, key=lambda path: len(fetch(site + path)[0]), default=None)


def main(site: str) -> None:
    _travelled, home = fetch(site + "/")
    shared = {path: len(fetch(site + path)[0]) for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', home))}
    for path, size in sorted(shared.items()):
        print(f"{size:7,} bytes  {path}")
    bare = median_seconds(f"{site}/healthz")
    print(f"\n{'page':56} {'HTML':>7} {'first view':>11} {'cost':>7}")
    for path in [*LISTS, *filter(None, (longest_of(site, section) for section in RECORDS))]:
        html = len(fetch(site + path)[0])
        total = html + sum(shared.values())
        mark = "" if total <= WINDOW else "  over one window"
        print(f"{path:56} {html:7,} {total:11,} {median_seconds(site + path) / bare:6.1f}x{mark}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
