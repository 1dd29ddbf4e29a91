"""Backs a site with pictures up while two write, brings it back elsewhere, and compares.

    python -m tests.drills.backup [--stories 5000] [--postgresql]

Both are processes as an administrator starts them, timed from outside. A write is acknowledged once its transaction is
committed; the writer then notes it elsewhere, and how long it took. Exits with 1 where a write that was acknowledged
before is missing, something is half there or different, a writer was refused, a damaged file is taken, or, with five
thousand stories, either takes longer than the bar.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.__main__ import machine
from tests.bench.corpus import write_corpus
from tests.drills import say, site_in
from tests.drills.clusters import Cluster, place_for

if TYPE_CHECKING:
    from tests.drills.keeping import Site

BAR, FROM = 120.0, 5_000
"""Seconds, from that many stories on."""
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=5_000)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own, in a folder of its own")
    told = parser.parse_args()
    with place_for("backup", on_postgresql=told.postgresql) as (folder, cluster):
        site_in(folder)
        return drill(folder, cluster, told.stories)


def drill(folder: Path, cluster: Cluster | None, stories: int) -> int:
    from tests.drills import keeping  # noqa: PLC0415  # only now the settings are known

    say(f"{machine()}, {time.strftime('%d %B %Y')}")
    corpus = folder / "corpus.jsonl"
    write_corpus(corpus, stories)
    site = keeping.Site(folder)
    other = site.empty_beside(folder, cluster)
    size = site.fill(corpus)
    say(f"{site.vendor}: {stories:,} stories, each with a picture in six sizes: {size / 1024**2:,.0f} MB of files")
    before = site.counts()
    writers = keeping.Writers(folder)
    acknowledged = writers.noted()
    kept, took = folder / "kept.age", {}
    took["backup"] = timed(site, "backup", str(kept))
    count, longest, refused = writers.end()
    say(
        f"  backup {took['backup']:.1f} s, {kept.stat().st_size / 1024**2:,.0f} MB; two writers: {len(acknowledged)}"
        f" writes acknowledged before, {count - len(acknowledged)} meanwhile, the longest took {longest:.2f} s"
    )
    faults = [f"a writer was refused: {words}" for words in refused]
    faults += refusals(other, kept, flipped=True)
    took["restore"] = timed(other, *restoring(kept))
    faults += refusals(other, kept, flipped=False)
    say(f"  restore {took['restore']:.1f} s; a flipped byte and a site that is there already were refused")
    faults += keeping.differences(site, other, before, acknowledged)
    if stories >= FROM:
        faults += [f"{what} took {seconds:.0f} s" for what, seconds in took.items() if seconds > BAR]
    for fault in faults:
        say(f"  FAULT: {fault}")
    return 1 if faults else 0


def restoring(kept: Path) -> list[str]:
    return ["restore", str(kept), f"--key={kept.with_name('key')}"]


def timed(site: "Site", *words: str) -> float:
    """Seconds, Python's start included."""
    began = time.monotonic()
    site.manage(*words)
    return time.monotonic() - began


def refusals(other: "Site", kept: Path, *, flipped: bool) -> list[str]:
    """The one with a flipped byte in its middle, or the sound one where a site stands: neither is taken."""
    if flipped:
        flip(kept)
    try:
        other.manage(*restoring(kept))
    except subprocess.CalledProcessError as refused:
        expected = "It does not open" if flipped else "There is a site already."
        return [] if expected in refused.stderr else [refused.stderr]
    finally:
        if flipped:
            flip(kept)
    return ["a file with a flipped byte was restored" if flipped else "a site that was there was replaced unasked"]


def flip(kept: Path) -> None:
    with kept.open("r+b") as file:
        file.seek(kept.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


if __name__ == "__main__":
    sys.exit(main())
