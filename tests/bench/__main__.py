"""Prints what each kind of page costs against a bare view: ``make bench``, or ``python -m tests.bench --help``."""

import argparse
import os
import platform
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.base import Base
from tests.bench.client import Reader
from tests.bench.goals import Run, growth, verdicts
from tests.bench.measure import Bench, Unanswered
from tests.bench.pages import PER_PAGE, kinds
from tests.bench.server import SERVER_CORE, memory_mb


def measured(stories: int, folder: Path, server: str, only: list[str]) -> Run:
    base = Base(folder, server)
    try:
        took = base.load(stories)
        bench = Bench(base)
        try:
            addresses = kinds(stories, deepest(bench.reader, stories))
            pages = []
            for kind, paths in addresses.items():
                if not only or kind in only:
                    try:
                        pages.append(bench.page(kind, paths))
                    except Unanswered as refusal:
                        print(f"Not measured: {kind}. {refusal}.", flush=True)
            edit = bench.after_edits().ms
            memory = memory_mb(bench.site.worker)
        finally:
            bench.stop()
        return Run(
            *(stories, base.engine, pages, edit, bench.site.started, memory),
            rate=stories / took["seconds"],
            base_mb=base.size_mb(),
        )
    finally:
        base.drop()


def deepest(reader: Reader, stories: int) -> int:
    """The last page of the list that answers: lists end where nobody reads on."""
    page = max(2, stories // PER_PAGE)
    while page > 2 and reader.get(f"/stories/?page={page}").status != 200:
        page = page * 9 // 10
    return page


def table(run: Run) -> Iterator[str]:
    yield f"\n### {run.stories:,} stories, {run.engine}\n"
    yield "| page | KB | bare ms | anew ms | anew / bare | p50 / p95 ms | a second | kept ms | kept / bare |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for page in run.pages:
        yield (
            f"| {page.kind} | {page.size / 1000:.1f} | {page.bare.ms:.2f} | {page.fresh.ms:.2f} "
            f"| {page.fresh.ms / page.bare.ms:.1f} | {page.fresh.p50:.1f} / {page.fresh.p95:.1f} "
            f"| {1000 / page.fresh.ms:,.0f} | {page.kept.ms:.2f} | {page.kept.ms / page.bare.ms:.2f} |"
        )
    yield (
        f"\nLoaded at {run.rate:,.0f} stories a second into {run.base_mb:,.0f} MB; cold start {run.cold_start:.2f} s; "
        f"worker {run.memory:.0f} MB; first request after an edit {run.edit:.2f} ms."
    )


def judged(run: Run) -> Iterator[str]:
    yield "\n| goal | bound | measured | verdict |"
    yield "| --- | --- | --- | --- |"
    yield from map(str, verdicts(run))


def machine() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return f"{found[1] if found else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("--stories", type=int, nargs="+", default=[1_000, 10_000], help="sizes, smallest first")
    words.add_argument("--only", nargs="+", default=[], help="kinds of page; leaves the goals out")
    asked = words.parse_args()
    others = set(range(os.cpu_count() or 1)) - {SERVER_CORE}
    os.sched_setaffinity(0, others or {SERVER_CORE})
    print(f"{machine()}. CPU milliseconds a request, database included; the worker has a core of its own.", flush=True)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        for stories in asked.stories:
            runs.append(measured(stories, Path(folder) / "base", os.environ.get("DATABASE_URL", ""), asked.only))
            print("\n".join((*table(runs[-1]), *(() if asked.only else judged(runs[-1])))), flush=True)
    if len(runs) > 1 and not asked.only:
        print("\n| growth | bound | measured | verdict |\n| --- | --- | --- | --- |")
        print("\n".join(map(str, growth(runs[0], runs[-1]))))


if __name__ == "__main__":
    main()
