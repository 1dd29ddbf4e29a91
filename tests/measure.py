"""Prints what each kind of page weighs: ``make run`` in one terminal, ``make measure`` in another.

Weight is what travels, without headers: HTML, style and script as brotli. What pages cost, ``make bench`` measures.
"""

import re
import sys
import urllib.request

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


def longest_of(site: str, section: str) -> str | None:
    _travelled, page = fetch(f"{site}/{section}/")
    paths = set(re.findall(rf'href="(/{section}/[\w-]+/)"', page))
    return max(paths, key=lambda path: len(fetch(site + path)[0]), default=None)


def main(site: str) -> None:
    _travelled, home = fetch(site + "/")
    shared = {path: len(fetch(site + path)[0]) for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', home))}
    for path, size in sorted(shared.items()):
        print(f"{size:7,} bytes  {path}")
    print(f"\n{'page':56} {'HTML':>7} {'first view':>11}")
    for path in [*LISTS, *filter(None, (longest_of(site, section) for section in RECORDS))]:
        html = len(fetch(site + path)[0])
        total = html + sum(shared.values())
        mark = "" if total <= WINDOW else "  over one window"
        print(f"{path:56} {html:7,} {total:11,}{mark}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
